package cli

import (
	"maps"
	"slices"
	"strings"
	"time"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type vocabularyCmd struct {
	Import vocabularyImportCmd `cmd:"" help:"Take over the terms of a thesaurus, such as a micro-thesaurus of HURIDOCS."`
	List   vocabularyListCmd   `cmd:"" help:"List vocabularies, the schema's own and imported ones."`
	Show   vocabularyShowCmd   `cmd:"" help:"Show the terms of a vocabulary."`
}

type vocabularyImportCmd struct {
	File     string `arg:"" help:"The table (CSV, TSV, XLSX, ODS) with columns code, label or one a language (en, fa, ar ...), broader and note; or an item that holds one."`
	Name     string `required:"" help:"How it is called here: lower-case letters and digits, such as mt4." placeholder:"NAME"`
	Extends  string `help:"The schema's vocabulary whose properties take these terms too." placeholder:"VOCABULARY"`
	Replaces string `help:"The schema's vocabulary whose own terms are no longer read." placeholder:"VOCABULARY"`
	Case     string `help:"The case it counts in; every case if not given." placeholder:"CASE"`
	Lang     string `help:"The language of a column that is headed label." default:"en" placeholder:"LANG"`
	Sheet    string `help:"The sheet of a workbook; the first if not given." placeholder:"SHEET"`
	Source   string `help:"Who gave the table, if it is not in custody yet." default:"not stated" placeholder:"NAME"`
	DryRun   bool   `help:"Say what would be taken over; record nothing of it."`
}

type importedVocabulary struct {
	Vocabulary string       `json:"vocabulary"`
	Name       string       `json:"name"`
	Item       string       `json:"item"`
	Terms      int64        `json:"terms"`
	New        int64        `json:"new"`
	Ignored    []string     `json:"ignored"` // headings
	Failed     []rowFailure `json:"failed"`
}

func (c *vocabularyImportCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		table := importTableCmd{File: c.File, Case: c.Case, Source: c.Source}
		if table.Case == "" {
			table.Case = flow.DefaultCase
		}
		item, err := table.item(s, a)
		if err != nil {
			return err
		}
		got, err := flow.ImportVocabulary(s.ctx, a.Archive, a.Actor, flow.VocabularyRequest{Item: item, Name: c.Name, Case: c.Case,
			Extends: c.Extends, Replaces: c.Replaces, Lang: c.Lang, Sheet: c.Sheet, DryRun: c.DryRun})
		if err != nil {
			return err
		}
		out := importedVocabulary{got.Vocabulary, c.Name, item.String(), got.Terms, got.New, append([]string{}, got.Ignored...), []rowFailure{}}
		for _, f := range got.Failed {
			out.Failed = append(out.Failed, rowFailure{Row: f.Row, Column: f.Column, Error: f.Error})
		}
		if err := s.answer(out, func() { tellImportedVocabulary(s, out, c.DryRun) }); err != nil {
			return err
		}
		if len(out.Failed) > 0 {
			return fail.New(fail.Partial, "%s could not be used", many(int64(len(out.Failed)), "row", "rows")).Do("each is named with its reason; the rest was taken over")
		}
		return nil
	})
}

func tellImportedVocabulary(s *session, out importedVocabulary, dry bool) {
	if dry {
		s.sayf("would take over %s as %s", many(out.Terms, "term", "terms"), out.Name)
	} else {
		s.sayf("vocabulary %s (%s): %s; %s", out.Name, out.Vocabulary, many(out.Terms, "term", "terms"), many(out.New, "new entry", "new entries"))
	}
	if len(out.Ignored) > 0 {
		s.sayf("left out: the columns %s say nothing about a term", strings.Join(out.Ignored, ", "))
	}
	for _, f := range out.Failed {
		s.sayf("failed: row %d%s: %s", f.Row, before(", ", f.Column), f.Error)
	}
}

type vocabularyLine struct {
	Name       string `json:"name"`
	Own        bool   `json:"own"` // of the schema
	Terms      int    `json:"terms"`
	Vocabulary string `json:"vocabulary,omitempty"`
	Case       string `json:"case,omitempty"`
	Extends    string `json:"extends,omitempty"`
	Replaces   string `json:"replaces,omitempty"`
	Item       string `json:"item,omitempty"`
	Older      bool   `json:"older,omitempty"` // a newer edition counts
	Actor      string `json:"actor,omitempty"`
	At         string `json:"at,omitempty"`
	Index      int64  `json:"index,omitempty"`
}

type vocabularyListCmd struct {
	Case string `help:"Only imported vocabularies that count in this case." placeholder:"CASE"`
}

func (c *vocabularyListCmd) Run(s *session) error {
	own, err := schema.Vocabularies()
	if err != nil {
		return err
	}
	var lines []vocabularyLine
	for _, v := range own {
		lines = append(lines, vocabularyLine{Name: v.Name, Own: true, Terms: len(v.Terms)})
	}
	return s.with(func(a *Opened) error {
		err := s.look(a, func(st flow.State) error {
			all, err := flow.Vocabularies(s.ctx, st, c.Case)
			for _, v := range all {
				line := vocabularyLine{Name: v.Name, Terms: v.Total, Vocabulary: v.Vocabulary, Case: v.Case, Extends: v.Extends, Replaces: v.Replaces,
					Older: v.Older, Actor: v.Actor, At: v.At.Format(time.RFC3339), Index: v.Index}
				if !v.Item.IsZero() {
					line.Item = v.Item.String()
				}
				lines = append(lines, line)
			}
			return err
		})
		for _, line := range lines {
			if err == nil {
				err = s.answer(line, func() { tellVocabulary(s, line) })
			}
		}
		return err
	})
}

func tellVocabulary(s *session, v vocabularyLine) {
	whose := "of the schema"
	if !v.Own {
		whose = "imported " + v.At[:10] + " by " + v.Actor + before(", for the case ", v.Case) + before(", extends ", v.Extends) + before(", replaces ", v.Replaces)
	}
	if v.Older {
		whose += ", a newer edition counts"
	}
	s.sayf("%-14s %6d  %s", v.Name, v.Terms, whose)
}

type vocabularyShowCmd struct {
	Name string `arg:"" help:"The vocabulary."`
	Find string `help:"Only terms with this in their code, a label or another name." placeholder:"TEXT"`
	Case string `help:"As it counts in this case." default:"main" placeholder:"CASE"`
}

type termLine struct {
	Value    string            `json:"value"` // what a claim has as its value
	Code     string            `json:"code"`
	Broader  string            `json:"broader,omitempty"`
	Label    map[string]string `json:"label"`
	Also     []string          `json:"also,omitempty"`
	HURIDOCS []string          `json:"huridocs,omitempty"`
	Note     string            `json:"note,omitempty"`
	Alleged  bool              `json:"alleged,omitempty"`
}

func (c *vocabularyShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		deep := map[string]int{"": -1}
		return s.look(a, func(st flow.State) error {
			return flow.EachTerm(s.ctx, st, c.Case, c.Name, c.Find, func(value string, t schema.Term) error {
				deep[t.Code] = deep[t.Broader] + 1
				line := termLine{value, t.Code, t.Broader, t.Label, t.Also, t.HURIDOCS, t.Note, t.Alleged}
				return s.answer(line, func() { tellTerm(s, line, deep[t.Code]) })
			})
		})
	})
}

func tellTerm(s *session, t termLine, deep int) {
	var labels []string
	for _, lang := range slices.Sorted(maps.Keys(t.Label)) {
		labels = append(labels, t.Label[lang])
	}
	alleged := ""
	if t.Alleged {
		alleged = "  [alleged until a finding]"
	}
	s.sayf("%s%s  %s%s%s", strings.Repeat("  ", deep), t.Value, strings.Join(labels, " · "), before("  ", strings.Join(t.HURIDOCS, ", ")), alleged)
}
