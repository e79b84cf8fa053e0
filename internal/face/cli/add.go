package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type addCmd struct {
	Paths  []string `arg:"" optional:"" help:"Files and folders; - reads paths from standard input, one a line or zero-separated."`
	Source string   `help:"Who gave the material; - reads the name from standard input, so that it stands in no history. Needed unless resuming." placeholder:"NAME"`
	Case   string   `help:"The investigation it belongs to." default:"main"`
	Note   string   `help:"What is worth knowing about how it came."`
	Sealed bool     `help:"Encrypt the source's name to the key holders and keep the material out of releases."`
	Resume string   `help:"Go on with an interrupted accession." placeholder:"ACCESSION"`
}

// addedItem is one original as add tells it.
type addedItem struct {
	ID        string       `json:"id"`
	SHA256    string       `json:"sha256"`
	Bytes     int64        `json:"bytes"`
	MediaType string       `json:"media_type"`
	Path      string       `json:"path"`
	PathBytes []byte       `json:"path_bytes,omitempty"` // when the name is not UTF-8
	Parent    *custody.Sum `json:"parent"`
	Duplicate bool         `json:"duplicate"`
	Index     int64        `json:"index"`
}

type addFailure struct {
	Path  string `json:"path"`
	Error string `json:"error"`
}

type addPassed struct {
	Path   string `json:"path"`
	What   string `json:"what"`
	Target string `json:"target,omitempty"`
}

func (c *addCmd) Run(s *session) error {
	if len(c.Paths) == 0 {
		return fail.New(fail.Usage, "nothing to add was named").Do("give files or folders, or - to read a list of them")
	}
	if c.Source == "" && c.Resume == "" {
		return fail.New(fail.Usage, "the source is missing").Do("give --source NAME: who handed this over; --sealed if the name must stay closed")
	}
	if err := c.readSource(s); err != nil {
		return err
	}
	paths, err := c.paths(s)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		req, err := c.request(s, a)
		if err != nil {
			return err
		}
		out := &addWriter{s: s}
		sum, err := flow.Collect(s.ctx, a.Within, a.Actor, req, s.Walk(paths), out.took)
		return out.end(sum, err)
	})
}

// readSource reads the name of a source that was not typed as an argument.
func (c *addCmd) readSource(s *session) (err error) {
	if c.Source != "-" {
		return nil
	}
	if slices.Contains(c.Paths, "-") {
		return fail.New(fail.Usage, "standard input can't be both the source's name and the list of paths").Do("name the paths as arguments")
	}
	if c.Source, err = s.readLine(); err == nil && strings.TrimSpace(c.Source) == "" {
		err = fail.New(fail.Usage, "the source's name is missing on standard input")
	}
	return err
}

// paths replaces a lone - by the list on standard input.
func (c *addCmd) paths(s *session) ([]string, error) {
	var paths []string
	for _, p := range c.Paths {
		if p != "-" {
			paths = append(paths, p)
			continue
		}
		list, err := s.List(s.In)
		if err != nil {
			return nil, err
		}
		paths = append(paths, list...)
	}
	if len(paths) == 0 {
		return nil, fail.New(fail.Usage, "the list of paths is empty")
	}
	for _, p := range paths {
		if s.files().There(p) == nil {
			return paths, nil
		}
	}
	return nil, fail.New(fail.NotFound, "there is nothing at %s", paths[0]).Do("nothing was begun; check the path")
}

func (c *addCmd) request(s *session, a *Opened) (flow.CollectRequest, error) {
	req := flow.CollectRequest{Case: c.Case, Source: custody.Source{Name: c.Source}, Note: c.Note, Label: guard.Case, Resume: c.Resume}
	if !c.Sealed {
		return req, nil
	}
	sealed, err := flow.SealFor(s.ctx, a.Whole, c.Case, c.Source)
	req.Source, req.Label = custody.Source{Together: &sealed}, guard.Sealed
	return req, err
}

// addWriter tells what was taken while it is taken. What failed and what was
// passed over is kept until the end, because the document lists it last; both
// are few, or the reader has worse troubles than memory.
type addWriter struct {
	s      *session
	begun  bool
	taken  int64
	bytes  int64
	twice  int64
	failed []addFailure
	passed []addPassed
}

func (w *addWriter) took(t flow.Taken) error {
	switch {
	case t.Err != nil:
		w.failed = append(w.failed, addFailure{t.Name.Text, t.Err.Error()})
		return nil
	case t.What != "":
		p := addPassed{Path: t.Name.Text, What: t.What}
		if t.Target != nil {
			p.Target = t.Target.Text
		}
		w.passed = append(w.passed, p)
		return nil
	}
	w.taken++
	w.bytes += t.Bytes
	if t.Duplicate {
		w.twice++
	}
	w.s.progress()("taking in", w.taken, 0)
	if !w.s.JSON {
		return nil
	}
	id := t.Item.String()
	return w.item(t.Accession, addedItem{ID: id, SHA256: id, Bytes: t.Bytes, MediaType: t.MediaType, Path: t.Name.Text, PathBytes: t.Name.Raw,
		Parent: t.Parent, Duplicate: t.Duplicate, Index: t.Index})
}

// item writes the next element of the list. The document is written as it
// grows, so that a million files need no more memory than ten.
func (w *addWriter) item(accession string, i addedItem) error {
	line, err := jsonLine(i)
	if err != nil {
		return err
	}
	before := ",\n"
	if !w.begun {
		before = w.head(accession)
	}
	_, err = io.WriteString(w.s.Out, before+line)
	return err
}

func (w *addWriter) head(accession string) string {
	w.begun, w.s.printed = true, true
	id, err := jsonLine(accession)
	if err != nil {
		id = `""`
	}
	return `{"accession":` + id + `,"items":[` + "\n"
}

func jsonLine(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("writing the answer: %w", err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// end closes the document and says how it went.
func (w *addWriter) end(sum flow.Collected, err error) error {
	if w.s.JSON && sum.Accession != "" {
		w.rest(sum, err)
	}
	if err != nil {
		return err
	}
	if !w.s.JSON {
		w.tell(sum)
	}
	if len(w.failed) > 0 {
		return fail.New(fail.Partial, "%s could not be taken in", many(int64(len(w.failed)), "file", "files")).
			Do("mend the cause and add them again; they are recorded as failed")
	}
	return nil
}

func (w *addWriter) rest(sum flow.Collected, err error) {
	tail := struct {
		Failed  []addFailure `json:"failed"`
		Passed  []addPassed  `json:"passed_over"`
		Skipped int64        `json:"skipped,omitempty"`
		Error   string       `json:"error,omitempty"`
	}{append([]addFailure{}, w.failed...), append([]addPassed{}, w.passed...), sum.Skipped, ""}
	if err != nil {
		tail.Error = err.Error()
	}
	head := ""
	if !w.begun {
		head = w.head(sum.Accession)
	}
	line, encoded := jsonLine(tail)
	if encoded != nil {
		line = "{}"
	}
	fmt.Fprintf(w.s.Out, "%s\n],%s\n", head, line[1:])
}

func (w *addWriter) tell(sum flow.Collected) {
	s := w.s
	s.line.clear(s)
	s.sayf("accession %s: %s, %s", sum.Accession, many(w.taken, "item", "items"), size(w.bytes))
	if w.twice > 0 {
		s.sayf("%s held already: stored once, recorded again", many(w.twice, "item was", "items were"))
	}
	if sum.Skipped > 0 {
		s.sayf("%s taken in before the interruption", many(sum.Skipped, "file was", "files were"))
	}
	for _, p := range w.passed {
		s.sayf("passed over: %s (%s)", flat(p.Path), p.What)
	}
	for _, f := range w.failed {
		s.sayf("failed: %s: %s", flat(f.Path), flat(f.Error))
	}
}
