package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type (
	claimType   = claim.Claim
	contextType = context.Context
)

// readText reads a rendition of an item: all of it, or one page.
func readText(s *session, a *Opened, item custody.Item, which string, page int) (r text.Rendition, pages []textPage, err error) {
	err = a.Book.Look(s.ctx, func(ctx context.Context, st flow.State) error {
		all, err := st.Renditions(ctx, item.Sum)
		if err != nil {
			return err
		}
		if which == "" {
			r, _ = text.Primary(all)
		}
		for _, candidate := range all {
			if which != "" && strings.HasPrefix(candidate.Sum.String(), which) {
				r = candidate
			}
		}
		if r.Sum.IsZero() && len(all) > 0 && which == "" {
			return fail.New(fail.NotFound, "item %s has no text of its own: it was read for what describes it and what is in it", item.Sum).Do("see sanad show %s", item.Sum.String()[:12])
		}
		if r.Sum.IsZero() {
			return fail.New(fail.NotFound, "item %s has no such text", item.Sum).Do("see why: sanad show %s; to read it: sanad process --item %s", item.Sum.String()[:12], item.Sum.String()[:12])
		}
		return nil
	})
	if err != nil {
		return r, nil, err
	}
	data, err := a.Renditions.Open(s.ctx, r.Sum)
	if err != nil {
		return r, nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	pages = []textPage{}
	if r.Form == text.Rows {
		err = text.EachRow(data, func(row text.Row) error {
			pages = append(pages, textPage{Row: row.Number, Sheet: row.Sheet, Text: row.Line()})
			return nil
		})
		return r, pages, err
	}
	if r.Form == text.Fields {
		err = text.EachField(data, func(f text.Field) error {
			pages = append(pages, textPage{Name: f.Name, Text: f.Name + ": " + f.Value})
			return nil
		})
		return r, pages, err
	}
	err = text.EachPage(data, func(p text.Page) error {
		if page == 0 || p.Number == page {
			pages = append(pages, textPage{Page: p.Number, Name: p.Name, Text: p.Text})
		}
		return nil
	})
	if err == nil && page != 0 && len(pages) == 0 {
		err = fail.New(fail.NotFound, "item %s has no page %d", item.Sum, page)
	}
	return r, pages, err
}

// stamp writes a time as every answer has it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// oneLine shortens text for a list.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 100 {
		return string(r[:100]) + "…"
	}
	return text
}

// warnMachine says that letters were read from a picture: a machine errs, and
// most in what matters, names and numbers.
func warnMachine(s *session, r text.Rendition) {
	if r.Step == text.StepOCR {
		s.sayf("note: read from a picture by a machine (%s %s, %d %% sure of its words): compare it with the picture before anything rests on it", r.Engine, r.Version, r.Health)
	}
}
