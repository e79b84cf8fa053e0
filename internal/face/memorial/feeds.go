package memorial

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"sanad/internal/core/custody"
)

// feedShown is how many entries a feed has.
const feedShown = 60

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  feedAuthor  `xml:"author"`
	Links   []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedAuthor struct {
	Name string `xml:"name"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type feedEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    feedLink `xml:"link"`
	Summary string   `xml:"summary,omitempty"`
}

// urn names a thing for good, wherever the site stands (RFC 9562, version 8: of a
// SHA-256).
func (w *writer) urn(what string) string {
	sum := sha256.Sum256([]byte("sanad/memorial/urn\x00" + w.Origin + "\x00" + what))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// newest gives records by when something was recorded of them last.
func (w *writer) newest(cards []int) []int {
	out := slices.Clone(cards)
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Or(w.Cards[b].Updated.Compare(w.Cards[a].Updated), cmp.Compare(a, b))
	})
	return out[:min(len(out), feedShown)]
}

// feeds draws the feed of all that changed.
func (w *writer) feeds(ctx context.Context) error {
	all := make([]int, len(w.Cards))
	for i := range all {
		all[i] = i
	}
	if err := w.feedOf(ctx, "feed.atom", all, func(v *voice) string { return w.Title }); err != nil {
		return err
	}
	return w.flush(ctx)
}

// feedOf draws a feed of records in every language. Times are those of the ledger, to
// the day: who reads a feed need not learn at which hour somebody worked.
func (w *writer) feedOf(ctx context.Context, path string, cards []int, title func(v *voice) string) error {
	some := w.newest(cards)
	var at []any
	for _, i := range some {
		at = append(at, w.nearOf(i, ""), day(w.Cards[i].Updated))
	}
	for _, v := range w.voices {
		file := string(v.Lang) + "/" + path
		inputs, err := w.inputs(at, title(v))
		if err != nil {
			return err
		}
		if same, err := w.press.Unchanged(file, inputs, file); err != nil || same {
			if err != nil {
				return err
			}
			continue
		}
		data, err := xml.MarshalIndent(w.feed(v, path, some, title(v)), "", " ")
		if err != nil {
			return fmt.Errorf("writing %s: %w", file, err)
		}
		if err := w.press.Put(file, append([]byte(xml.Header), append(data, '\n')...)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func day(at time.Time) string { return at.UTC().Format(time.DateOnly) + "T00:00:00Z" }

func (w *writer) feed(v *voice, path string, some []int, title string) feed {
	up := ""
	for _, r := range path {
		if r == '/' {
			up += "../"
		}
	}
	f := feed{Lang: string(v.Lang), ID: w.urn(string(v.Lang) + "/" + path), Title: title, Author: feedAuthor{w.Origin}, Updated: day(time.Unix(0, 0))}
	if title != w.Title {
		f.Title = title + " · " + w.Title
	}
	if w.Address != "" {
		f.Links = append(f.Links, feedLink{"self", w.Address + string(v.Lang) + "/" + path, "application/atom+xml"})
		up = w.Address + string(v.Lang) + "/"
	}
	f.Links = append(f.Links, feedLink{"alternate", up + "index.html", "text/html"})
	for i, at := range some {
		c := w.Cards[at]
		if i == 0 {
			f.Updated = day(c.Updated)
		}
		l := w.listed(v, at)
		e := feedEntry{ID: w.urn(pathOf(c)), Title: clean(l.Text), Updated: day(c.Updated), Link: feedLink{"alternate", up + pathOf(c), "text/html"}, Summary: clean(l.Years)}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// clean leaves out what XML can't hold.
func clean(text string) string {
	var out []rune
	for _, r := range text {
		if r == '\t' || r == '\n' || r >= ' ' && r != 0xFFFE && r != 0xFFFF {
			out = append(out, r)
		}
	}
	return string(out)
}

// siteURL is an address in the map of a site.
type siteURL struct {
	Loc  string    `xml:"loc"`
	Alts []siteAlt `xml:"http://www.w3.org/1999/xhtml link"`
}

type siteAlt struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// urlset is a map of a site (sitemaps.org 0.9).
type urlset struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteindex struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []siteURL `xml:"sitemap"`
}

// mapMost is how many addresses one file holds: the protocol allows 50,000.
const mapMost = 10_000

// sitemap lists every page. Its addresses are whole ones, so that there is none
// where it is not known where the site will stand.
func (w *writer) sitemap(ctx context.Context) error {
	robots := "User-agent: *\nAllow: /\n"
	if w.Address != "" {
		robots += "Sitemap: " + w.Address + "sitemap.xml\n"
	}
	if err := w.put("robots.txt", []byte(robots)); err != nil || w.Address == "" {
		return err
	}
	var all siteindex
	for n := 0; n*mapMost < len(w.sites); n++ {
		some := w.sites[n*mapMost : min((n+1)*mapMost, len(w.sites))]
		var set urlset
		for _, path := range some {
			set.URLs = append(set.URLs, w.urls(path)...)
		}
		data, err := xml.Marshal(set)
		if err != nil {
			return err
		}
		name := "sitemap-" + itoa(n+1) + ".xml"
		if err := w.put(name, append([]byte(xml.Header), data...)); err != nil {
			return err
		}
		all.Maps = append(all.Maps, siteURL{Loc: w.Address + name})
	}
	data, err := xml.Marshal(all)
	if err != nil {
		return err
	}
	return w.put("sitemap.xml", append([]byte(xml.Header), data...))
}

// put writes a file unless the site before has the very same.
func (w *writer) put(path string, data []byte) error {
	sum := custody.Sum(sha256.Sum256(data))
	if same, err := w.press.Unchanged(path, sum, path); err != nil || same {
		return err
	}
	return w.press.Put(path, data)
}
