package app

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// machine reads what begins with "scan" as a recogniser reads a picture, and
// all else as it is written.
type machine struct{}

func (machine) Read(ctx context.Context, ask flow.Ask, data io.Reader, shelf flow.Shelf) (flow.Outcome, error) {
	all, err := io.ReadAll(data)
	if err != nil {
		return flow.Outcome{}, err
	}
	out, err := plainReader{}.Read(ctx, ask, bytes.NewReader(all), shelf)
	if bytes.HasPrefix(all, []byte("scan")) && err == nil {
		out.Readings[0].Step, out.Readings[0].Engine, out.Readings[0].Health = text.StepOCR, "tesseract", 81
		empty, err := shelf.Put(ctx, bytes.NewReader(nil))
		out.Readings = append(out.Readings, flow.Reading{Step: text.StepRead, Engine: "test", Version: "1", Form: text.Fields, Rendition: empty})
		return out, err
	}
	return out, err
}

// Whoever looks at a claim, or finds something, is told that the letters were
// read from a picture, as whoever cites them is.
func TestWhatAMachineReadIsToldWhereverItIsUsed(t *testing.T) {
	s := opened(t, nil, map[string]string{"scan.png": "scan: Sara Zamani", "typed.txt": "typed: Navid Kardan"})
	o, err := workshop{}.open(t.Context(), s.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	o.Whole.Reader = machine{}
	if err := flow.Process(t.Context(), o.Whole, o.Actor, flow.ProcessRequest{}, func(flow.Processed) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	for quote, read := range map[string]bool{"Sara Zamani": true, "Navid Kardan": false} {
		var cited struct{ Passage string }
		for item := range s.found("kind:item", quote) {
			s.read(&cited, "cite", item, "--quote", quote)
		}
		var made struct{ Claim string }
		s.read(&made, "claim", "add", "--schema", "Person", "--property", "name", "--value", quote, "--passage", cited.Passage)
		for _, args := range [][]string{{"claim", "show", made.Claim}, {"search", "kind:item", quote}, {"search", "kind:claim", quote}} {
			if out := s.must(args...); strings.Contains(out, "by a machine") != read {
				t.Errorf("%v: a machine is told of, want %t:\n%s", args, read, out)
			}
			if out := s.must(append([]string{"--json"}, args...)...); strings.Contains(out, `"machine":true`) != read {
				t.Errorf("%v: a machine is told of, want %t:\n%s", args, read, out)
			}
		}
	}
}
