package jsontext

import (
	"encoding/json"
	"io"

	"sanad/internal/format/content"
)

// Decoder is a json.Decoder that gives up on a single value of more bytes than
// it is allowed: the decoder itself would take all of it into memory.
type Decoder struct {
	*json.Decoder
	r *allowance
}

// allowance reads no more than is left.
type allowance struct {
	r          io.Reader
	left, most int64
}

// Read implements io.Reader.
func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, &content.Limited{Limit: "whole_bytes", Max: a.most}
	}
	n, err := a.r.Read(p[:min(int64(len(p)), a.left)])
	a.left -= int64(n)
	return n, err
}

// NewDecoder reads from r, whose text is UTF-8, values of up to about most bytes.
// Numbers are given as json.Number, as they are written.
func NewDecoder(r io.Reader, most int64) *Decoder {
	a := &allowance{r: r, left: most, most: most}
	d := &Decoder{Decoder: json.NewDecoder(a), r: a}
	d.UseNumber()
	return d
}

// Token is the next token; see json.Decoder.
func (d *Decoder) Token() (json.Token, error) {
	d.r.left = d.r.most
	return d.Decoder.Token()
}

// Decode decodes the next value; see json.Decoder.
func (d *Decoder) Decode(v any) error {
	d.r.left = d.r.most
	return d.Decoder.Decode(v)
}
