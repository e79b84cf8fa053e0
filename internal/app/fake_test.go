package app

import (
	"bytes"
	"context"
	"io"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

func stringReader(s string) io.Reader { return strings.NewReader(s) }

// plainReader reads text in this process: benchmarks of the ledger need no
// sandbox.
type plainReader struct{}

func (plainReader) Read(_ context.Context, _ custody.Item, data io.Reader) (flow.Reading, error) {
	all, err := io.ReadAll(data)
	if err != nil {
		return flow.Reading{}, err
	}
	var body bytes.Buffer
	err = text.NewWriter(&body).Page(text.Page{Number: 1, Text: string(all), Exact: true})
	return flow.Reading{Engine: "test", Version: "1", Form: text.Pages, Parts: 1, Data: body.Bytes()}, err
}
