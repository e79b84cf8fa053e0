package pdf

import "math"

// vote counts letters read to the left against letters read to the right.
type vote struct{ right, left int }

func (v *vote) add(o vote) { v.right, v.left = v.right+o.right, v.left+o.left }

func (v vote) none() bool { return v.right+v.left == 0 }

func (v vote) rtl() bool { return v.right > v.left }

// clear: one direction has three times the letters of the other.
func (v vote) clear() bool { return v.right >= 3*v.left || v.left >= 3*v.right }

func votes(glyphs []*glyph) vote {
	var v vote
	for _, g := range glyphs {
		switch i := (item{class: g.class}); {
		case i.right():
			v.right++
		case i.left():
			v.left++
		}
	}
	return v
}

// paragraphs parts the lines of a column where the distance between two is more
// than the usual one, which is taken to be the least.
func paragraphs(block []*line) [][]*line {
	const more = 1.3
	pitch := math.Inf(1)
	for i := 1; i < len(block); i++ {
		if d := block[i].base - block[i-1].base; d > 0.8*block[i].size {
			pitch = min(pitch, d)
		}
	}
	var all [][]*line
	from := 0
	for i := 1; i <= len(block); i++ {
		if i == len(block) || block[i].base-block[i-1].base > more*pitch {
			all = append(all, block[from:i])
			from = i
		}
	}
	return all
}

// rtl decides whether a line is read from right to left: by its letters if they
// are of one direction; else by its stops, by the letters of one direction being
// many more, in the line or in its paragraph, and by what it begins and ends
// with.
func (l *line) rtl(paragraph, page vote) bool {
	v := votes(l.glyphs)
	switch {
	case v.none() && paragraph.none():
		return page.rtl()
	case v.none():
		return paragraph.rtl()
	case v.right == 0 || v.left == 0:
		return v.rtl()
	}
	if stops := l.stops(); stops.right != stops.left {
		return stops.rtl()
	}
	switch ends := l.ends(); {
	case v.clear():
		return v.rtl()
	case paragraph.clear():
		return paragraph.rtl()
	case ends.right != ends.left:
		return ends.rtl()
	}
	return paragraph.right >= paragraph.left
}

// ends votes by the first and the last letter of the line.
func (l *line) ends() vote {
	var v vote
	for _, g := range l.glyphs {
		if (item{class: g.class}).direction() != 0 {
			v.add(votes([]*glyph{g}))
			break
		}
	}
	for i := len(l.glyphs) - 1; i >= 0; i-- {
		if g := l.glyphs[i]; (item{class: g.class}).direction() != 0 {
			v.add(votes([]*glyph{g}))
			break
		}
	}
	return v
}

// stops votes by the points and commas of the line, which touch the word that
// is read before them: one with a word on its right only is read to the left.
// Those inside a stretch of one direction say nothing of the line.
func (l *line) stops() vote {
	var all []item
	for _, cell := range l.cells() {
		all = append(append(all, cell...), space())
	}
	after := make([]int, len(all)+1) // direction of the next letter
	for i := len(all) - 1; i >= 0; i-- {
		if after[i] = all[i].direction(); after[i] == 0 {
			after[i] = after[i+1]
		}
	}
	var v vote
	before := 0
	for i, it := range all {
		if d := it.direction(); d != 0 {
			before = d
		}
		if !isStop(it.first()) || before*after[i] > 0 {
			continue
		}
		left, right := i > 0 && all[i-1].glyph != nil, i+1 < len(all) && all[i+1].glyph != nil
		switch {
		case left && !right:
			v.left++
		case right && !left:
			v.right++
		}
	}
	return v
}

// direction is 1 for a letter read to the right, -1 for one read to the left.
func (i item) direction() int {
	switch {
	case i.left():
		return 1
	case i.right():
		return -1
	}
	return 0
}

func isStop(r rune) bool {
	switch r {
	case '.', '؟', '?', '!', ':', ';', '؛', '،', ',', '۔':
		return true
	}
	return false
}
