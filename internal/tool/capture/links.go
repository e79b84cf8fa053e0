package capture

import (
	"errors"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// link is something that a page or style needs.
type link struct {
	url  *url.URL
	kind string // "image", "style", "script", "font", "frame", "media", "other"
}

// maxLinks is how many links of one file are kept; the rest are counted.
const maxLinks = 5_000

// links collects what a file needs, each address once.
type links struct {
	doc, base *url.URL
	list      []link
	seen      map[string]bool
	odd       int  // addresses that can't be asked for
	more      int  // over maxLinks
	broken    bool // not looked through to its end
	title     string
}

func newLinks(doc *url.URL) *links {
	return &links{doc: doc, base: doc, seen: map[string]bool{}}
}

// add takes an address as it is written in the file. data: and the like need
// nothing.
func (l *links) add(text, kind string) {
	text = strings.TrimSpace(text)
	if text == "" || text[0] == '#' {
		return
	}
	u, err := l.base.Parse(text)
	if err == nil && u.Scheme != "http" && u.Scheme != "https" {
		return
	}
	if err == nil {
		u, err = normal(u)
	}
	if err != nil {
		l.odd++
		return
	}
	switch key := u.String(); {
	case l.seen[key]:
	case len(l.list) >= maxLinks:
		l.more++
	default:
		l.seen[key] = true
		l.list = append(l.list, link{u, kind})
	}
}

// parseHTML finds what a page needs. It looks at tags one by one and builds no
// tree, so that no page can make it work for long.
func parseHTML(doc *url.URL, r io.Reader, contentType string) *links {
	l := newLinks(doc)
	decoded, err := charset.NewReader(r, contentType)
	if err != nil {
		return l
	}
	z := html.NewTokenizer(decoded)
	z.SetMaxBuf(4 << 20)
	inside := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			l.broken = !errors.Is(z.Err(), io.EOF)
			return l
		case html.StartTagToken, html.SelfClosingTagToken:
			name, has := z.TagName()
			inside = string(name)
			l.tag(inside, attributes(z, has))
		case html.EndTagToken:
			inside = ""
		case html.TextToken:
			switch text := z.Text(); {
			case inside == "style":
				l.css(string(text))
			case inside == "title" && l.title == "":
				l.title = short(oneLine(html.UnescapeString(string(text))), 500)
			}
		}
	}
}

func attributes(z *html.Tokenizer, has bool) map[string]string {
	all := map[string]string{}
	for has {
		var key, value []byte
		key, value, has = z.TagAttr()
		if _, twice := all[string(key)]; !twice {
			all[string(key)] = string(value)
		}
	}
	return all
}

// tag takes what one tag needs.
func (l *links) tag(name string, a map[string]string) {
	if s := a["style"]; s != "" {
		l.css(s)
	}
	if name == "body" || name == "table" || name == "td" {
		l.add(a["background"], "image")
	}
	switch name {
	case "base":
		if u, err := l.doc.Parse(a["href"]); err == nil && a["href"] != "" && l.base == l.doc {
			l.base = u
		}
	case "img", "source", "input", "amp-img":
		kind := "image"
		if name == "source" && a["src"] != "" {
			kind = "media"
		}
		// Pages that load images late keep their addresses in data-.
		for _, key := range []string{"src", "data-src", "data-lazy-src", "data-original"} {
			l.add(a[key], kind)
		}
		l.set(a["srcset"])
		l.set(a["data-srcset"])
	case "image", "use", "feimage":
		l.add(a["href"], "image")
		l.add(a["xlink:href"], "image")
	case "video", "audio", "track":
		l.add(a["poster"], "image")
		l.add(a["src"], "media")
	case "script":
		l.add(a["src"], "script")
	case "iframe", "frame":
		l.add(a["src"], "frame")
		if doc := a["srcdoc"]; doc != "" {
			l.within(doc)
		}
	case "embed":
		l.add(a["src"], "other")
	case "object":
		l.add(a["data"], "other")
	case "link":
		l.rel(a)
	case "meta":
		l.meta(a)
	}
}

// within takes what a page inside an attribute needs, one level deep.
func (l *links) within(doc string) {
	z := html.NewTokenizer(strings.NewReader(doc))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			name, has := z.TagName()
			tag := string(name)
			a := attributes(z, has)
			delete(a, "srcdoc")
			if tag != "base" {
				l.tag(tag, a)
			}
		}
	}
}

// rel takes the links that a browser follows without being asked.
func (l *links) rel(a map[string]string) {
	for _, rel := range strings.Fields(strings.ToLower(a["rel"])) {
		switch rel {
		case "stylesheet":
			l.add(a["href"], "style")
		case "icon", "apple-touch-icon", "image_src":
			l.add(a["href"], "image")
		case "preload", "modulepreload", "manifest":
			l.add(a["href"], "other")
			l.set(a["imagesrcset"])
		}
	}
}

// meta takes the page that a page turns into by itself, and the picture that
// stands for it elsewhere.
func (l *links) meta(a map[string]string) {
	if strings.EqualFold(a["http-equiv"], "refresh") {
		if i := strings.Index(strings.ToLower(a["content"]), "url="); i >= 0 {
			l.add(strings.Trim(a["content"][i+len("url="):], `"' `), "frame")
		}
	}
	if p := strings.ToLower(a["property"] + a["name"]); p == "og:image" || p == "twitter:image" {
		l.add(a["content"], "image")
	}
}

// set takes the addresses of a srcset: parted by commas, each with a width or
// density behind a space.
func (l *links) set(text string) {
	for text != "" {
		text = strings.TrimLeft(text, " \t\r\n\f,")
		end := strings.IndexAny(text, " \t\r\n\f")
		if end < 0 {
			l.add(strings.TrimRight(text, ","), "image")
			return
		}
		address := text[:end]
		text = text[end:]
		l.add(strings.TrimRight(address, ","), "image")
		if strings.HasSuffix(address, ",") {
			continue
		}
		if _, rest, ok := strings.Cut(text, ","); ok {
			text = rest
			continue
		}
		return
	}
}
