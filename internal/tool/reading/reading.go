// Package reading knows which reader opens which kind of file, and has it done
// behind the walls of the sandbox. It must never open an item's bytes in the
// program's own process.
package reading

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/plain"
	"sanad/internal/format/sheet"
	"sanad/internal/tool/sandbox"
)

// version is that of the readers below: it stands in every rendition's
// provenance and is raised when a reader reads the same bytes otherwise.
const version = "1"

// Engines by the reader's name in the sandbox.
const (
	enginePlain = "sanad-plain"
	engineSheet = "sanad-sheet"
)

// limit is how many bytes of a text or table are read at most.
const limit = 256 << 20

// header is the first line of a child's result; the rendition follows.
type header struct {
	Form     string `json:"form"`
	Encoding string `json:"encoding"`
	Parts    int64  `json:"parts"`
}

// Readers gives the readers of the child, see sandbox.Serve.
func Readers() map[string]sandbox.Reader {
	return map[string]sandbox.Reader{enginePlain: readPlain, engineSheet: readSheet}
}

// engineFor names the reader of a media type, "" if none.
func engineFor(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	switch kind {
	case "text/csv", "text/tab-separated-values":
		return engineSheet
	case "text/plain", "text/markdown":
		return enginePlain
	}
	return ""
}

// Sandboxed is a flow.Reader that reads in the children of a pool.
type Sandboxed struct{ Pool *sandbox.Pool }

var _ flow.Reader = Sandboxed{}

// Read implements flow.Reader.
func (s Sandboxed) Read(ctx context.Context, item custody.Item, data io.Reader) (flow.Reading, error) {
	engine := engineFor(item.MediaType)
	if engine == "" {
		return flow.Reading{}, &flow.Unreadable{Step: "identify", Reason: fmt.Sprintf("no reader for %s; the original is kept and can be found by name", item.MediaType)}
	}
	out, err := s.Pool.Run(ctx, sandbox.Job{Reader: engine, Name: item.Name.Text, Data: data})
	if err != nil {
		return flow.Reading{}, judge(err)
	}
	line, rest, _ := bytes.Cut(out, []byte("\n"))
	var h header
	if err := json.Unmarshal(line, &h); err != nil || h.Form != text.Pages && h.Form != text.Rows {
		return flow.Reading{}, &flow.Unreadable{Step: "read", Reason: "the reader gave an answer of the wrong form"}
	}
	return flow.Reading{Engine: engine, Version: version, Form: h.Form, Encoding: h.Encoding, Parts: h.Parts, Data: rest}, nil
}

// judge tells the document's own failures, which cost that document only,
// from those of the machine, which end the work.
func judge(err error) error {
	var own *sandbox.Failure
	if errors.As(err, &own) {
		return &flow.Unreadable{Step: "read", Reason: own.Reason}
	}
	for _, hostile := range []error{sandbox.ErrTimeout, sandbox.ErrMemory, sandbox.ErrCrashed, sandbox.ErrResult} {
		if errors.Is(err, hostile) {
			return &flow.Unreadable{Step: "read", Reason: err.Error()}
		}
	}
	return err
}

func result(h header, body *bytes.Buffer) ([]byte, error) {
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return append(append(line, '\n'), body.Bytes()...), nil
}

func readPlain(job sandbox.Job) ([]byte, error) {
	data, err := job.ReadAll(limit)
	if err != nil {
		return nil, err
	}
	t, err := plain.ReadUpTo(data, limit)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	w := text.NewWriter(&body)
	for _, p := range t.Pages {
		page := text.Page{Number: p.Number, Text: p.Text, Exact: t.Exact}
		if t.Exact {
			page.Start = p.Start
		}
		if err := w.Page(page); err != nil {
			return nil, err
		}
	}
	return result(header{text.Pages, t.Encoding, int64(len(t.Pages))}, &body)
}

func readSheet(job sandbox.Job) ([]byte, error) {
	r, err := sheet.NewReader(io.LimitReader(job.Data, limit), sheet.Options{})
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	w := text.NewWriter(&body)
	rows := int64(0)
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return result(header{text.Rows, plain.UTF8, rows}, &body)
		}
		if err != nil {
			return nil, err
		}
		out := text.Row{Number: row.Number, Cells: make([]text.Cell, len(row.Cells))}
		for i, c := range row.Cells {
			if strings.ContainsRune(c.Text, 0) {
				return nil, fmt.Errorf("cell %s holds a zero byte: this is no table of text", sheet.CellRef(i, row.Number))
			}
			out.Cells[i] = text.Cell{Text: c.Text, Start: c.Start, End: c.End}
		}
		if err := w.Row(out); err != nil {
			return nil, err
		}
		rows++
	}
}
