package sheet

import (
	"bufio"
	"bytes"
)

// candidates are the delimiters that are guessed at, in order of preference.
const candidates = ",;\t|"

// lookRows is how many rows a guess rests on at most.
const lookRows = 64

// Shape is what the first lines look like when divided by a delimiter.
type Shape struct {
	Delimiter byte
	Rows      int  // rows looked at, at most 64
	Columns   int  // the number of cells most of these rows have
	Even      bool // all of them have it, and no quotation is broken
}

// Look says which of comma, semicolon, tab and bar divides head most evenly,
// honouring quotes. whole tells that head is all there is; else its last row
// may be cut and is not looked at. Shape.Columns is under 2 where nothing
// divides the lines.
func Look(head []byte, whole bool) Shape {
	head, _ = trimBOM(head)
	said, length := separator(head)
	var shape Shape
	if said != 0 {
		shape, _ = measure(said, head[length:], whole, false)
	} else {
		shape, _ = look(head[length:], whole, false)
	}
	return shape
}

// chooseDelimiter is the one the sheet names itself, else the guess, else a
// comma: with one column it makes no difference.
func chooseDelimiter(said byte, head []byte, whole, noQuotes bool) byte {
	if said != 0 {
		return said
	}
	if best, score := look(head, whole, noQuotes); score > 0 {
		return best.Delimiter
	}
	return candidates[0]
}

// look measures every candidate. The most even wins, then the one that makes
// more columns, then the order of candidates.
func look(head []byte, whole, noQuotes bool) (best Shape, top float64) {
	for _, d := range []byte(candidates) {
		shape, score := measure(d, head, whole, noQuotes)
		if score > top || score == top && score > 0 && shape.Columns > best.Columns {
			best, top = shape, score
		}
	}
	return best, top
}

// measure reads head with one delimiter. The score is the share of rows that
// have the commonest number of cells, halved where quotation breaks: a wrong
// delimiter often makes text follow a closing quote.
func measure(d byte, head []byte, whole, noQuotes bool) (Shape, float64) {
	opt := Options{Delimiter: d, NoQuotes: noQuotes}.withDefaults()
	r := &Reader{in: bufio.NewReaderSize(bytes.NewReader(head), 4<<10), opt: opt}
	shape, times := Shape{Delimiter: d}, map[int]int{}
	for shape.Rows < lookRows {
		row, err := r.Next()
		if err != nil {
			break
		}
		if cut := !whole && r.atEnd(); cut {
			break
		}
		shape.Rows++
		times[len(row.Cells)]++
	}
	broken := r.err != nil && !r.atEnd() && (whole || r.at < int64(len(head)))
	for columns, n := range times {
		if n > times[shape.Columns] || n == times[shape.Columns] && columns > shape.Columns {
			shape.Columns = columns
		}
	}
	if shape.Columns < 2 {
		return shape, 0
	}
	shape.Even = !broken && times[shape.Columns] == shape.Rows
	score := float64(times[shape.Columns]) / float64(shape.Rows)
	if broken {
		score /= 2
	}
	return shape, score
}

// separator finds a first line "sep=;" and gives the delimiter it names and
// the line's length with its end; 0 and 0 if there is none.
func separator(head []byte) (delimiter byte, length int) {
	const word = "sep="
	if len(head) <= len(word) || !bytes.EqualFold(head[:len(word)], []byte(word)) {
		return 0, 0
	}
	delimiter, rest := head[len(word)], head[len(word)+1:]
	if (Options{Delimiter: delimiter}).check() != nil || delimiter == 0 {
		return 0, 0
	}
	length = len(word) + 1
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(rest, []byte(end)) {
			return delimiter, length + len(end)
		}
	}
	if len(rest) == 0 {
		return delimiter, length
	}
	return 0, 0
}
