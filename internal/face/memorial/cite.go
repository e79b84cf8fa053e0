package memorial

import (
	"encoding/json"
	"strings"

	"sanad/internal/face/words"
)

// citation is how a page is cited: in plain words after the Chicago manual, and as
// BibTeX, RIS and CSL-JSON for programs.
type citation struct {
	Title, Site, Kind, Version, URL string
	Plain, BibTeX, RIS, CSL         string
	lang                            words.Lang
}

// cite makes the citation of a page. The day of a build is not part of it: which
// state was read is told by the release, which its reader finds in site.json.
func (w *writer) cite(v *voice, id, title, kind, path string) citation {
	c := citation{Title: title, Site: w.Title, Kind: kind, lang: v.Lang}
	if w.Address != "" {
		c.URL = w.Address + string(v.Lang) + "/" + path
	}
	where := c.URL
	if where == "" {
		where = string(v.Lang) + "/" + path
	}
	c.Plain = "“" + title + "”. " + w.Title + ". " + w.Origin + ". " + where + "."
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, id)
	c.BibTeX = "@misc{" + key + ",\n  title = {" + bib(title) + "},\n  howpublished = {" + bib(w.Title) + "},\n  publisher = {" + bib(w.Origin) + "},\n  language = {" + string(v.Lang) + "},\n"
	if c.URL != "" {
		c.BibTeX += "  url = {" + c.URL + "},\n"
	}
	c.BibTeX += "}\n"
	ris := [][2]string{{"TY", "ELEC"}, {"TI", title}, {"T2", w.Title}, {"PB", w.Origin}, {"LA", string(v.Lang)}, {"UR", c.URL}, {"ER", ""}}
	for _, line := range ris {
		if line[1] != "" || line[0] == "ER" {
			c.RIS += line[0] + "  - " + flat(line[1]) + "\r\n"
		}
	}
	csl := map[string]any{"id": key, "type": "webpage", "title": title, "container-title": w.Title, "publisher": w.Origin, "language": string(v.Lang)}
	if c.URL != "" {
		csl["URL"] = c.URL
	}
	data, err := json.MarshalIndent([]any{csl}, "", "  ") // texts and maps always encode
	if err == nil {
		c.CSL = string(data) + "\n"
	}
	return c
}

// flat keeps a text on one line.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// bib writes a text for BibTeX: what its readers take for commands is text.
func bib(text string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "$", `\$`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`).Replace(flat(text))
}

// meta gives what reference managers read from a page's head.
func (c citation) meta() [][2]string {
	out := [][2]string{{"citation_title", c.Title}, {"citation_publisher", c.Site}, {"citation_language", string(c.lang)}}
	if c.URL != "" {
		out = append(out, [2]string{"citation_public_url", c.URL})
	}
	return out
}
