package sql

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"

	"sanad/internal/ground/fail"
)

// How the text of a document is packed: its first byte.
const (
	packedPlain byte = iota
	packedFlate      // RFC 1951
)

// packFrom is from how many bytes on packing is worth its time.
const packFrom = 256

// packer packs texts. Its tables take more memory than a hundred texts, so it is
// used again and again.
type packer struct {
	out bytes.Buffer
	w   *flate.Writer
}

func newPacker() (*packer, error) {
	p := &packer{}
	var err error
	p.w, err = flate.NewWriter(&p.out, flate.BestSpeed)
	return p, err
}

// pack makes a text small: the texts are the greater part of an index.
func (p *packer) pack(text string) ([]byte, error) {
	if len(text) < packFrom {
		return append([]byte{packedPlain}, text...), nil
	}
	p.out.Reset()
	p.out.WriteByte(packedFlate)
	p.w.Reset(&p.out)
	if _, err := io.WriteString(p.w, text); err != nil {
		return nil, err
	}
	if err := p.w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(p.out.Bytes()), nil
}

// maxUnpacked bounds what a damaged row can grow to; a part of a page has 16
// KiB.
const maxUnpacked = 1 << 20

func unpack(body []byte) (string, error) {
	if len(body) == 0 {
		return "", fail.New(fail.Integrity, "a text of the index is empty").Do("run sanad rebuild")
	}
	switch body[0] {
	case packedPlain:
		return string(body[1:]), nil
	case packedFlate:
		r := flate.NewReader(bytes.NewReader(body[1:]))
		text, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
		if err != nil {
			return "", fail.New(fail.Integrity, "unpacking a text of the index: %w", err).Do("run sanad rebuild")
		}
		return string(text), nil
	}
	return "", fmt.Errorf("a text of the index is packed in the way %d, which this Sanad does not know", body[0])
}
