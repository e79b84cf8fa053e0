package memorial

import (
	"encoding/json"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// ld writes JSON-LD. What browsers take for tags is escaped by encoding/json, so
// that it can stand in a page as a block of data, which nobody runs.
func ld(v map[string]any) string {
	v["@context"] = "https://schema.org"
	data, err := json.Marshal(v)
	if err != nil { // texts, lists and maps always encode
		return "{}"
	}
	return string(data)
}

// ldRecord says what a page is about in the words of schema.org. A day or a place is
// named only where all sources agree on it: schema.org knows one value of each.
func (w *writer) ldRecord(v *voice, c flow.Card, p *recordPage) string {
	about := map[string]any{"@type": ldType(c.Kind)}
	if names := ownFirst(c); len(names) > 0 {
		about["name"] = p.Head
		var also []string
		for _, n := range names {
			if n.Text != p.Head {
				also = append(also, n.Text)
			}
		}
		if len(also) > 0 {
			about["alternateName"] = also
		}
	} else {
		about["description"] = p.Head
	}
	if c.Kind == "Person" {
		sole(p.Life, "birth_date", isoOf(c.Born), about, "birthDate")
		sole(p.Happened, "death_date", isoOf(c.Died), about, "deathDate")
		for property, as := range map[string]string{"birth_place": "birthPlace", "death_place": "deathPlace"} {
			for _, all := range [][]sentence{p.Life, p.Happened} {
				for _, s := range all {
					if s.Property == property && len(s.Values) == 1 {
						about[as] = map[string]any{"@type": "Place", "name": s.Values[0].Text}
					}
				}
			}
		}
	} else if c.Kind == "Event" {
		sole(p.Other, "date", isoOf(c.Died), about, "startDate")
	}
	page := map[string]any{"@type": "WebPage", "name": p.Head, "inLanguage": string(v.Lang), "isPartOf": map[string]any{"@type": "WebSite", "name": w.Title}, "about": about}
	if w.Address != "" {
		page["url"] = w.Address + string(v.Lang) + "/" + pathOf(c)
	}
	return ld(page)
}

// sole sets a day if one value alone is told of it.
func sole(all []sentence, property, day string, about map[string]any, as string) {
	for _, s := range all {
		if s.Property == property && len(s.Values) == 1 && day != "" {
			about[as] = day
		}
	}
}

// isoOf gives a date as ISO 8601 writes it, as exactly as it is known.
func isoOf(d *claim.Date) string {
	if d == nil {
		return ""
	}
	e, err := calendar.ParseEDTF(d.EDTF)
	if err != nil || e.Level() > 0 || e.Approximate() || e.Uncertain() || len(d.EDTF) > 10 {
		return ""
	}
	return d.EDTF
}

func ldType(kind string) string {
	switch kind {
	case "Person", "Event", "Place", "Organization":
		return kind
	case "Organisation":
		return "Organization"
	case "Site":
		return "Place"
	case "Document", "Statement", "Publication":
		return "CreativeWork"
	}
	return "Thing"
}

// ldFinding is the review of a claim (ClaimReview). Its rating is the standard of
// proof in words; there is no number, for no standard is a share of truth.
func (w *writer) ldFinding(v *voice, f finding.Finding) string {
	return ld(map[string]any{"@type": "ClaimReview", "claimReviewed": f.Conclusion, "inLanguage": string(v.Lang),
		"datePublished": f.At.UTC().Format("2006-01-02"),
		"author":        map[string]any{"@type": "Organization", "name": w.Origin},
		"itemReviewed":  map[string]any{"@type": "Claim", "name": f.Conclusion},
		"reviewRating":  map[string]any{"@type": "Rating", "alternateName": v.Term("standard", string(f.Standard))}})
}
