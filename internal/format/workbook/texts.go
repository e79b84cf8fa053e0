package workbook

import (
	"encoding/binary"
	"encoding/xml"
	"fmt"

	"sanad/internal/format/content"
	"sanad/internal/format/xmlread"
)

const (
	chunk      = 1 << 20
	textMost   = chunk - binary.MaxVarintLen32 // of one text; Excel has 32767 letters at most
	chunksMost = 128                           // 128 MiB of shared texts
	textsMost  = 8 << 20                       // shared texts
)

// texts are the shared texts of a workbook, packed: a slice of strings would
// need more memory than the texts themselves.
type texts struct {
	chunks [][]byte
	starts []uint32 // of each text: chunk number * chunk + offset
}

func (t *texts) count() int { return len(t.starts) }

// add keeps a text, cut to textMost.
func (t *texts) add(s string) error {
	s = s[:min(len(s), textMost)]
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last])+len(s)+binary.MaxVarintLen32 > chunk {
		if len(t.chunks) >= chunksMost {
			return fmt.Errorf("too much shared text: %w", &content.Limited{Limit: "text_bytes", Max: chunk * chunksMost})
		}
		t.chunks = append(t.chunks, make([]byte, 0, chunk))
		last++
	}
	if len(t.starts) >= textsMost {
		return fmt.Errorf("too many shared texts: %w", &content.Limited{Limit: "text_bytes", Max: textsMost})
	}
	t.starts = append(t.starts, uint32(last*chunk+len(t.chunks[last])))
	t.chunks[last] = append(binary.AppendUvarint(t.chunks[last], uint64(len(s))), s...)
	return nil
}

// at gives a text by its number.
func (t *texts) at(i int) (string, bool) {
	if i < 0 || i >= len(t.starts) {
		return "", false
	}
	from := t.chunks[t.starts[i]/chunk][t.starts[i]%chunk:]
	n, width := binary.Uvarint(from)
	return string(from[width : width+int(n)]), true
}

// readStrings reads the shared texts (section 18.4).
func (b *book) readStrings(part string) error {
	return b.pkg.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := richText(r)
		if err != nil {
			return err
		}
		return b.strings.add(text)
	})
}

// richText gathers the runs of the text that r stands in; how to pronounce it
// (rPh) is no part of it.
func richText(r *xmlread.Reader) (string, error) {
	text, single := "", true
	var more []byte
	for open := r.Depth(); r.Depth() >= open; {
		token, err := r.Next()
		if err != nil {
			return text + string(more), err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "rPh", "phoneticPr", "rPr":
			err = r.Skip()
		case "t":
			var run string
			run, err = r.Text(textMost)
			if single {
				text, single = run, false
			} else if len(more) < textMost {
				more = append(more, run...)
			}
		}
		if err != nil {
			return text + string(more), err
		}
	}
	return text + string(more), nil
}
