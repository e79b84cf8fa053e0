package estimate

import (
	"bytes"
	"encoding/json"
	"io"

	"sanad/internal/ground/fail"
)

// Written gives the report as JSON: the same report is the same bytes for
// ever, and ReadReport gives it back as it was. Names are in the order of the
// fields; numbers are the shortest that give the same bits again.
func (r Report) Written() ([]byte, error) { return json.Marshal(r) }

// ReadReport reads what Written gave, and refuses what it does not know: a
// figure that is passed over in silence would be lost.
func ReadReport(data []byte) (Report, error) {
	var r Report
	err := strictly(data, &r)
	return r, err
}

// Written gives the options as JSON: what whoever makes the report again must
// know besides the table and the drawings, which are CSV (count.WriteTables).
// What is as usual is not in it.
func (o Options) Written() ([]byte, error) { return json.Marshal(o.written()) }

// ReadOptions reads what Written gave.
func ReadOptions(data []byte) (Options, error) {
	var o Options
	err := strictly(data, &o)
	return o, err
}

func strictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fail.New(fail.Usage, "reading an estimate: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fail.New(fail.Usage, "reading an estimate: something stands behind it")
	}
	return nil
}
