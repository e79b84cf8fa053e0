package graph

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func made(body string) Line {
	return Line{Kind: "claim.made/1", Recorded: &Recorded{Log: "sanad/x", Index: 7, By: "ana", At: time.UnixMicro(1700000000000001).UTC()}, Body: []byte(body)}
}

func write(t testing.TB, lines ...Line) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := NewWriter(&buf, Header{Case: "main"})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if err := w.Write(l); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// all reads a graph: the lines, and what could not be read.
func all(text []byte) (lines []Line, problems []error, end error) {
	r, err := NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, nil, err
	}
	for {
		l, err := r.Next()
		var p *Problem
		switch {
		case errors.Is(err, io.EOF):
			return lines, problems, nil
		case errors.As(err, &p):
			problems = append(problems, err)
		case err != nil:
			return lines, problems, err
		default:
			lines = append(lines, l)
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	text := write(t, Line{Kind: Entity, Body: []byte(`{"id":"e-1"}`)}, made(`{"value":"<نام>"}`))
	if want := `{"kind":"claim.made/1","recorded":{"log":"sanad/x","index":7,"by":"ana","at":"2023-11-14T22:13:20.000001Z"},"body":{"value":"<نام>"}}` + "\n"; !strings.Contains(string(text), want) {
		t.Errorf("written as\n%s\nwant in it\n%s", text, want)
	}
	lines, problems, err := all(text)
	if err != nil || len(problems) > 0 || len(lines) != 2 || lines[1].Number != 3 || string(lines[1].Body) != `{"value":"<نام>"}` {
		t.Errorf("read %+v, %v, %v", lines, problems, err)
	}
}

func TestAFileThatWasCutOffIsTold(t *testing.T) {
	text := write(t, made(`{"a":1}`), made(`{"a":2}`))
	whole := bytes.SplitAfter(text, []byte("\n"))
	for cut := 1; cut < len(whole)-1; cut++ {
		if _, _, err := all(bytes.Join(whole[:cut], nil)); !errors.Is(err, ErrCutOff) {
			t.Errorf("cut off behind line %d: %v", cut, err)
		}
	}
	without := append(append([]byte{}, whole[0]...), bytes.Join(whole[2:], nil)...)
	if _, problems, err := all(without); err != nil || len(problems) != 1 {
		t.Errorf("a line was taken out: %v, %v", problems, err)
	}
}

func TestALineThatCantBeReadCostsItselfAlone(t *testing.T) {
	text := write(t, made(`{"a":1}`), made(`{"a":2}`))
	for what, wrong := range map[string]string{
		"a member that is not known": `{"kind":"claim.made/1","body":{},"color":"red"}`,
		"no body":                    `{"kind":"claim.made/1"}`,
		"a body that is a list":      `{"kind":"claim.made/1","body":[]}`,
		"no JSON":                    `claim`,
		"two values":                 `{"kind":"claim.made/1","body":{}} {}`,
		"no UTF-8":                   "{\"kind\":\"claim.made/1\",\"body\":{\"a\":\"\xff\"}}",
		"too long":                   `{"kind":"` + strings.Repeat("x", MaxLine) + `"}`,
	} {
		at := bytes.LastIndex(text, []byte(`{"kind":"end/1"`))
		changed := string(text[:at]) + wrong + "\n" + strings.Replace(string(text[at:]), "2", "3", 1)
		lines, problems, err := all([]byte(changed))
		if err != nil || len(lines) != 2 || len(problems) != 1 {
			t.Errorf("%s: %d lines, %v, %v", what, len(lines), problems, err)
		}
	}
}

func TestLinesOutOfOrderAreNotWritten(t *testing.T) {
	w, err := NewWriter(io.Discard, Header{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(made(`{}`)); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []Line{{Kind: Entity, Body: []byte("{}")}, {Kind: "no.kind/1"}, {Kind: "judgement.made/1", Body: []byte("{}")}, {Kind: End}} {
		if w.Write(wrong) == nil {
			t.Errorf("%s was written", wrong.Kind)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(write(f, made(`{"a":1}`)))
	f.Add([]byte(`{"format":"sanad-graph/1"}` + "\n\n" + `{"kind":"end/1","body":{"lines":0}}`))
	f.Add([]byte(`{"format":"sanad-graph/1"}` + "\n" + `{"kind":"x","body":{ "b" : [1, 2] }}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines, _, err := all(text)
		if err != nil {
			return
		}
		for _, l := range lines { // what was read can be written, and read as the same
			out, err := encode(wire{l.Kind, l.Recorded, l.Body})
			if err != nil {
				continue // a time no JSON can have
			}
			again, err := parse(bytes.TrimSpace(out))
			if err != nil || again.Kind != l.Kind || !bytes.Equal(again.Body, l.Body) {
				t.Fatalf("%q is read again as %q: %v", l.Body, again.Body, err)
			}
		}
	})
}
