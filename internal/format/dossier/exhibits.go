package dossier

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"
)

// ExhibitsFile is the list of what is numbered, for programs and for clerks.
const ExhibitsFile = "exhibits.csv"

// Exhibit is a line of exhibits.csv: the numbers of the pages of one thing, with
// those of the family it belongs to, as load files of courts name them.
type Exhibit struct {
	Beg, End             string // the numbers of its first and last page
	BegAttach, EndAttach string // of the family, empty for what stands alone
	Pages                int64
	Name                 string // its SHA-256, or the word that stands for it here
	Version              string // original or copy
	Parent               string // the Name of what it was taken out of, if that is here
	Media                string // media type
	File                 string // below the dossier
	Index                int64  // the entry that numbered it
}

func exhibitsHead() []string {
	return []string{"BEGBATES", "ENDBATES", "BEGATTACH", "ENDATTACH", "PAGES", "NAME", "VERSION", "PARENT", "MEDIATYPE", "FILE", "ENTRY"}
}

// MarshalExhibits writes the one form of exhibits.csv (RFC 4180, lines ended by a
// line feed), in the order that is given.
func MarshalExhibits(list []Exhibit) ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	if err := w.Write(exhibitsHead()); err != nil {
		return nil, err
	}
	for _, e := range list {
		line := []string{e.Beg, e.End, e.BegAttach, e.EndAttach, strconv.FormatInt(e.Pages, 10), e.Name, e.Version, e.Parent, e.Media, e.File, strconv.FormatInt(e.Index, 10)}
		for _, field := range line {
			if !utf8.ValidString(field) {
				return nil, fmt.Errorf("writing %s: %.60q is not UTF-8", ExhibitsFile, field)
			}
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return buf.Bytes(), w.Error()
}

// maxExhibits is more than any dossier numbers.
const maxExhibits = 1 << 20

// ParseExhibits reads what MarshalExhibits wrote and nothing else.
func ParseExhibits(data []byte) ([]Exhibit, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = len(exhibitsHead())
	var list []Exhibit
	for n := 0; ; n++ {
		line, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil || n > maxExhibits {
			return nil, fmt.Errorf("reading %s: %w: line %d: %v", ExhibitsFile, ErrForm, n+1, err)
		}
		if n == 0 {
			if !slices.Equal(line, exhibitsHead()) {
				return nil, fmt.Errorf("reading %s: %w: it has other columns", ExhibitsFile, ErrForm)
			}
			continue
		}
		pages, err1 := strconv.ParseInt(line[4], 10, 64)
		index, err2 := strconv.ParseInt(line[10], 10, 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("reading %s: %w: line %d", ExhibitsFile, ErrForm, n+1)
		}
		list = append(list, Exhibit{Beg: line[0], End: line[1], BegAttach: line[2], EndAttach: line[3], Pages: pages, Name: line[5], Version: line[6], Parent: line[7], Media: line[8], File: line[9], Index: index})
	}
	return list, sameForm(ExhibitsFile, data, func() ([]byte, error) { return MarshalExhibits(list) })
}
