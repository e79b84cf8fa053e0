// Package tesseract knows the table that `tesseract ... tsv` writes: pages,
// lines and words with their places in the picture and how sure the program is
// of each. It gives them back as pages, each line in the order of reading. It
// must never join what the program read apart, nor give a word a place that is
// not the word's own.
package tesseract

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// Columns of the table.
const (
	level = iota
	pageNumber
	blockNumber
	paragraphNumber
	lineNumber
	_
	leftEdge
	topEdge
	widthOf
	heightOf
	confidence
	text
	columns
)

// Levels of a row.
const (
	aPage = "1"
	aWord = "5"
)

// Of hostile pictures.
const (
	maxWords = 200_000 // of one page
	maxLine  = 64 << 10
)

// Read reads the table from r, of pictures with dpi dots to the inch, and gives
// each page to page as it is whole; boxes are in points. It returns how many
// it gave, and an error of page unchanged; any other error says that r is no
// such table to its end. A picture without words is a page without text.
func Read(r io.Reader, dpi float64, page func(content.Page) error) (int, error) {
	if !(dpi > 0) || math.IsInf(dpi, 0) {
		return 0, fmt.Errorf("a picture can't have %v dots to the inch", dpi)
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "level\tpage_num\t") {
		return 0, errors.Join(errors.New("the program's answer is no table of words"), lines.Err())
	}
	reader := &reader{point: 72 / dpi, give: page}
	for lines.Scan() {
		if err := reader.row(strings.Split(lines.Text(), "\t")); err != nil {
			return reader.given, err
		}
	}
	if err := lines.Err(); err != nil {
		return reader.given, fmt.Errorf("reading the program's answer: %w", err)
	}
	return reader.given, reader.endPage()
}

type reader struct {
	point float64 // of one dot
	give  func(content.Page) error
	given int

	page    *content.Page
	lines   [][]word
	line    string // block, paragraph and line of the word before
	words   int    // of the page
	letters int    // of the page, see func letters
}

func (r *reader) row(cells []string) error {
	if len(cells) < columns-1 {
		return fmt.Errorf("a row of the program's answer has %d columns, not %d", len(cells), columns)
	}
	box, err := r.box(cells)
	if err != nil {
		return err
	}
	switch {
	case cells[level] == aPage:
		if err := r.endPage(); err != nil {
			return err
		}
		r.page = &content.Page{Number: r.given + 1, Width: box.X1, Height: box.Y1}
	case cells[level] != aWord || len(cells) < columns:
	case r.page == nil:
		return errors.New("the program's answer has a word outside of any page")
	case r.words >= maxWords:
		return &content.Limited{Limit: "words_of_a_page", Max: maxWords}
	default:
		r.word(cells, box)
	}
	return nil
}

// box gives a row's place on the page in points.
func (r *reader) box(cells []string) (content.Box, error) {
	var edges [4]float64
	for i := range edges {
		n, err := strconv.Atoi(cells[leftEdge+i])
		if err != nil || n < -1<<20 || n > 1<<20 {
			return content.Box{}, fmt.Errorf("a row of the program's answer has no place: %.40q", cells[leftEdge+i])
		}
		edges[i] = float64(n) * r.point
	}
	return content.Box{X0: edges[0], Y0: edges[1], X1: edges[0] + edges[2], Y1: edges[1] + edges[3]}, nil
}

// word adds a word to its line.
func (r *reader) word(cells []string, box content.Box) {
	said := written(strings.Join(cells[text:], " "))
	if said == "" {
		return
	}
	if line := strings.Join(cells[blockNumber:lineNumber+1], " "); line != r.line || len(r.lines) == 0 {
		r.lines = append(r.lines, nil)
		r.line = line
	}
	last := &r.lines[len(r.lines)-1]
	*last = append(*last, word{said, box, percent(cells[confidence])})
	r.words++
	r.letters += letters(said)
}

// endPage gives the page, if there is one.
func (r *reader) endPage() error {
	if r.page == nil {
		return nil
	}
	page := *r.page
	var text strings.Builder
	for i, line := range r.lines {
		for j, w := range inOrder(line, direction(r.letters)) {
			switch {
			case j > 0:
				text.WriteByte(' ')
			case i > 0:
				text.WriteByte('\n')
			}
			from := text.Len()
			text.WriteString(w.text)
			page.Spans = append(page.Spans, content.Span{From: from, To: text.Len(), Box: &w.box, Confidence: w.confidence})
		}
	}
	page.Text = text.String()
	r.page, r.lines, r.words, r.letters = nil, nil, 0, 0
	r.given++
	return r.give(page)
}

// percent is 1 to 100: a word the program is not sure of at all was still read.
func percent(cell string) int {
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsNaN(f) {
		return 1
	}
	return int(min(max(math.Round(f), 1), 100))
}

// written drops from a word what no picture shows: control characters, the
// marks by which the program notes the direction of writing, and spaces at the
// ends. Joiners are part of spelling.
func written(word string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c >= 0x2028 && c <= 0x202e || c == 0x200e || c == 0x200f {
			return -1
		}
		return c
	}, strings.ToValidUTF8(word, string(utf8.RuneError))))
}
