package pdf

import "slices"

// What tells the blank between two columns of cells from a chance of the words.
// A narrow one is believed if more rows agree on it.
const (
	cellWide      = gutterWide
	cellRows      = 3
	cellNarrow    = 0.35 // at least, as a part of the size of the letters
	cellSpaces    = 1.3  // at least, as a part of the usual space between words
	cellManyRows  = 6
	cellLeast     = 0.25 // in each row, as a part of the size of the letters
	nearRows      = 20   // on either side, to compare a row with
	tableRows     = 3    // of two cells or more, at least
	tableApart    = 2    // lines of one cell between two rows, at most
	tableStepSize = 8    // steps for each size of the letters
	tableMost     = 1000
)

// rowed finds where the cells of tables are parted, in lines that are read one
// after another, and notes it in the lines.
func rowed(all []*line) []*line {
	if len(all) < cellRows || len(all) > columnMost {
		return all
	}
	size, glyphs := 0.0, 0
	x0, x1 := extent(all[0].glyphs)
	for _, l := range all {
		size += l.size / float64(len(all))
		glyphs += len(l.glyphs)
		a, b := extent(l.glyphs)
		x0, x1 = min(x0, a), max(x1, b)
	}
	if glyphs > glyphMost || !(x1-x0 > size) {
		return all
	}
	ink := make([][]stretch, len(all))
	for i, l := range all {
		ink[i] = inked(l, cellNarrow*size/2)
	}
	narrow := max(cellNarrow*size, cellSpaces*usualGap(ink))
	for x, step := x0, max(size/tableStepSize, (x1-x0)/tableMost); x < x1; x += step {
		cutRuns(all, ink, x, cellWide*size/2, cellRows)
		cutRuns(all, ink, x, narrow/2, cellManyRows)
	}
	cuts := make([][]float64, len(all))
	for i, l := range all {
		cuts[i] = cutOnce(l.cuts, ink, i)
	}
	for i, l := range all {
		l.cuts = cuts[i]
	}
	return all
}

// cutOnce gives one cut for each gap of line i that has some. Where a cell
// reaches into the blank beside its column, more than one of its gaps is there:
// of those the widest is taken, the others are between its words.
func cutOnce(cuts []float64, ink [][]stretch, i int) []float64 {
	var kept []float64
	var wide float64 // the gap of the last one kept
	for j, s := range ink[i][:max(len(ink[i])-1, 0)] {
		next := ink[i][j+1].x0
		k, _ := slices.BinarySearch(cuts, s.x1)
		if k == len(cuts) || cuts[k] >= next {
			continue
		}
		if n := len(kept); n > 0 && oneBlank(ink[max(0, i-nearRows):min(len(ink), i+nearRows+1)], kept[n-1], cuts[k]) {
			if next-s.x1 > wide {
				kept[n-1], wide = cuts[k], next-s.x1
			}
			continue
		}
		kept, wide = append(kept, cuts[k]), next-s.x1
	}
	return kept
}

// oneBlank reports whether most of the lines with ink before and after two
// places have none between them.
func oneBlank(ink [][]stretch, x0, x1 float64) bool {
	both, blank := 0, 0
	for _, parts := range ink {
		free, before, after := around(parts, (x0+x1)/2, (x1-x0)/2)
		if before && after {
			both, blank = both+1, blank+one(free)
		}
	}
	return 2*blank > both
}

// usualGap is the gap between neighbouring words that half of them reach.
func usualGap(ink [][]stretch) float64 {
	var gaps []float64
	for _, parts := range ink {
		for i := 1; i < len(parts); i++ {
			gaps = append(gaps, parts[i].x0-parts[i-1].x1)
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// cutRuns notes x in the lines of every run that leaves it free by a little, if
// as many rows as given, and half of those with ink on both sides, do so by more:
// a cell that fills its column comes near to the next.
func cutRuns(all []*line, ink [][]stretch, x, half float64, least int) {
	from, both, wide := 0, 0, 0
	for i := 0; i <= len(ink); i++ {
		if i < len(ink) {
			if free, before, after := around(ink[i], x, cellLeast*all[i].size/2); free {
				roomy, _, _ := around(ink[i], x, half)
				both, wide = both+one(before && after), wide+one(before && after && roomy)
				continue
			}
		}
		if wide >= least && 2*wide >= both {
			for _, l := range all[from:i] {
				l.cuts = append(l.cuts, x)
			}
		}
		from, both, wide = i+1, 0, 0
	}
}

// cut reports whether cells are parted between two neighbours, a to the left.
func (l *line) cut(a, b *glyph) bool {
	i, _ := slices.BinarySearch(l.cuts, max(a.x1, a.pen))
	return i < len(l.cuts) && l.cuts[i] < min(b.x0, b.pen)
}

// direct gives the rows of each table of a block one direction, that of most:
// a row of Latin names only would else be read the other way round, and each
// cell be taken for one of another column.
func direct(block []*line, page vote) {
	var rows []*line
	last := 0
	for i, l := range block {
		if len(l.cells()) < 2 {
			continue
		}
		if len(rows) > 0 && i-last > tableApart+1 {
			agree(rows, page)
			rows = nil
		}
		rows, last = append(rows, l), i
	}
	agree(rows, page)
}

// agree counts the directions of a table's rows and notes them in each.
func agree(rows []*line, page vote) {
	if len(rows) < tableRows {
		return
	}
	all := &vote{}
	for _, l := range rows {
		rtl := one(l.rtl(votes(l.glyphs), page))
		all.add(vote{right: rtl, left: 1 - rtl})
	}
	for _, l := range rows {
		l.rows = all
	}
}

// row is the direction of a line: that of its table, if it is of one.
func (l *line) row(own bool) bool {
	if l.rows == nil || l.rows.right == l.rows.left {
		return own
	}
	return l.rows.rtl()
}
