package cli

import (
	"path/filepath"
	"strings"

	"sanad/internal/flow"
	"sanad/internal/format/mapping"
)

type guessView struct {
	Column   string   `json:"column"`
	Heading  string   `json:"heading"`
	Property string   `json:"property"` // proposed; empty: nothing is
	Why      string   `json:"why"`
	Filled   int      `json:"filled"`
	Samples  []string `json:"samples"`
}

type previewView struct {
	Item     string      `json:"item"`
	Rows     int         `json:"rows"` // that were looked at
	Columns  []guessView `json:"columns"`
	Language string      `json:"language"`
	Mapping  string      `json:"mapping"` // YAML to begin with
}

// preview shows what is in a table, and a mapping to correct. The table is
// taken into custody and read, as everything that is looked into is.
func (c *importTableCmd) preview(s *session, a *Opened) error {
	item, err := c.item(s, a)
	if err != nil {
		return err
	}
	p, err := flow.PreviewTable(s.ctx, a.Archive, item)
	if err == nil {
		err = seeText(s, a, item)
	}
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	out := previewView{Item: item.String(), Rows: p.Rows, Columns: []guessView{}, Language: p.Language, Mapping: mapping.Write(name, p.Guesses, p.Language)}
	for _, g := range p.Guesses {
		out.Columns = append(out.Columns, guessView{g.Column, g.Heading, g.Property, g.Why, g.Filled, append([]string{}, g.Samples...)})
	}
	return s.answer(out, func() {
		for _, g := range out.Columns {
			property := g.Property
			if property == "" {
				property = "?"
			}
			s.sayf("# %-3s %s -> %s (%s); %d of %d filled, such as: %s", g.Column, oneLine(g.Heading), property, g.Why, g.Filled, out.Rows, oneLine(strings.Join(g.Samples, " | ")))
		}
		s.sayf("# Correct what follows, save it, and give it with --map:\n%s", out.Mapping)
	})
}
