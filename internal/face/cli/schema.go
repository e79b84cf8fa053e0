package cli

import (
	"strings"

	"sanad/internal/face/words"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type schemaCmd struct {
	Kind  string `arg:"" optional:"" help:"The kind of thing, such as Person; without it all kinds are listed."`
	Lang  string `help:"The language of the labels: en, fa or ar." default:"en" placeholder:"LANG"`
	Terms bool   `help:"List the terms of properties that take their values from a vocabulary."`
}

type kindView struct {
	Kind       string         `json:"kind"`
	Label      string         `json:"label"`
	Note       string         `json:"note"`
	Properties []propertyView `json:"properties,omitempty"`
}

type propertyView struct {
	Name      string         `json:"name"`
	Label     string         `json:"label"`
	Type      string         `json:"type"`
	Many      bool           `json:"many"`
	Protected bool           `json:"protected"`
	Note      string         `json:"note,omitempty"`
	Terms     []propertyTerm `json:"terms,omitempty"`
}

type propertyTerm struct {
	Code    string `json:"code"`
	Label   string `json:"label"`
	Broader string `json:"broader,omitempty"`
	Alleged bool   `json:"alleged,omitempty"`
}

// kindsView is all that claims can be about.
type kindsView struct {
	Kinds []kindView `json:"kinds"`
}

func (c *schemaCmd) Run(s *session) error {
	lang, ok := words.Known(c.Lang)
	if !ok {
		return fail.New(fail.Usage, "there are no labels in the language %q", c.Lang).Do("use en, fa or ar")
	}
	tables, err := words.Load()
	if err != nil {
		return err
	}
	kinds, err := schema.All()
	if err != nil {
		return err
	}
	table := tables[lang]
	if c.Kind != "" {
		k, err := kindCalled(kinds, table, c.Kind)
		if err != nil {
			return err
		}
		out := c.view(table, k)
		return s.answer(out, func() { tellKind(s, out) })
	}
	if c.Terms {
		return fail.New(fail.Usage, "--terms lists the terms of one kind's properties").Do("name the kind: sanad schema Person --terms")
	}
	out := kindsView{make([]kindView, len(kinds))}
	for i, k := range kinds {
		out.Kinds[i] = kindView{Kind: k.Name, Label: table.Term("kind", k.Name), Note: k.Note}
	}
	return s.answer(out, func() {
		for _, k := range out.Kinds {
			s.sayf("%-14s %s\n    %s", k.Kind, k.Label, k.Note)
		}
	})
}

// kindCalled finds a kind by its name, in capitals or not, or by its label.
func kindCalled(kinds []schema.Kind, table *words.Table, asked string) (schema.Kind, error) {
	for _, k := range kinds {
		if strings.EqualFold(k.Name, asked) || schema.Spelt(table.Term("kind", k.Name)) == schema.Spelt(asked) {
			return k, nil
		}
	}
	return schema.Kind{}, fail.New(fail.Usage, "%w", schema.Check(asked, "name"))
}

func (c *schemaCmd) view(table *words.Table, k schema.Kind) kindView {
	out := kindView{Kind: k.Name, Label: table.Term("kind", k.Name), Note: k.Note}
	for _, p := range k.Properties {
		v := propertyView{Name: p.Name, Label: table.Property(k.Name, p.Name), Type: p.Type, Many: p.Many, Protected: p.Protected, Note: p.Note}
		if name, ok := p.Vocabulary(); ok && c.Terms {
			vocabulary, _ := schema.FindVocabulary(name)
			for _, t := range vocabulary.Terms {
				v.Terms = append(v.Terms, propertyTerm{t.Code, table.Value(k.Name, p.Name, t.Code), t.Broader, t.Alleged})
			}
		}
		out.Properties = append(out.Properties, v)
	}
	return out
}

// tellKind puts the label last on its line: text of two directions stays
// readable so.
func tellKind(s *session, k kindView) {
	s.sayf("%s  %s\n    %s\n", k.Kind, k.Label, k.Note)
	for _, p := range k.Properties {
		kind := p.Type
		if p.Many {
			kind += ", many"
		}
		if p.Protected {
			kind += ", protected"
		}
		s.sayf("%-20s %-24s %s", p.Name, kind, p.Label)
		if p.Note != "" {
			s.sayf("    %s", p.Note)
		}
		for _, t := range p.Terms {
			s.sayf("    %-24s %s", t.Code, t.Label)
		}
	}
	s.sayf("\nmany: several values are no contradiction; protected: leaves only by a decision on just that.")
	s.sayf("A kind as the type: the value is a thing (--value-entity e-...), or its name as text while it has no record.")
	s.sayf("term/NAME: a term of that vocabulary; sanad schema %s --terms lists them, sanad vocabulary list those that were imported.", k.Kind)
}
