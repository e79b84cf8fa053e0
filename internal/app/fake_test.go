package app

import (
	"bytes"
	"context"
	"io"
	"strings"

	"sanad/internal/core/text"
	"sanad/internal/flow"
)

func stringReader(s string) io.Reader { return strings.NewReader(s) }

// plainReader reads text in this process: benchmarks of the ledger need no
// sandbox.
type plainReader struct{}

func (plainReader) Read(ctx context.Context, _ flow.Ask, data io.Reader, shelf flow.Shelf) (flow.Outcome, error) {
	all, err := io.ReadAll(data)
	if err != nil {
		return flow.Outcome{}, err
	}
	var body bytes.Buffer
	if err := text.NewWriter(&body).Page(text.Page{Number: 1, Text: string(all), Exact: true}); err != nil {
		return flow.Outcome{}, err
	}
	sum, err := shelf.Put(ctx, &body)
	reading := flow.Reading{Step: text.StepRead, Engine: "test", Version: "1", Form: text.Pages, Parts: 1, Rendition: sum}
	return flow.Outcome{Readings: []flow.Reading{reading}}, err
}
