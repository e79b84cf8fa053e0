package charts

import (
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
)

// Command is a chain of command drawn as boxes: the unit that was asked
// for, above it under whom it stands, below it what stands under it. It says
// nothing that the words beside it do not say, and is no way to go on: links
// in a picture are lost to who hears the page.
type Command struct {
	ID            string
	Width, Height int
	Boxes         []commandBox
	Ties          []commandTie
	More          int // units that are left out
}

// commandBox is a unit, or a post that answers to nobody in a known unit.
type commandBox struct {
	X, Y, W, H int
	Asked      bool
	Lines      []chartLine
	Cells      []commandCell
}

// commandCell is one holder of a post; rivals stand side by side.
type commandCell struct {
	X, Y, W, H int
	Class      string // the certainty; "gap" where nobody is known
	Lines      []chartLine
}

// chartLine is a line of text, written from its middle.
type chartLine struct {
	X, Y  int
	Class string
	Text  string
}

// commandTie joins a unit to the one above it.
type commandTie struct {
	X1, Y1, X2, Y2, Mid int
	Class               string
	Label               string
}

// The measures of the picture, in its own units. Two holders side by side are
// as wide as a phone.
const (
	commandMost  = 48  // boxes at most
	commandCellW = 144 // one holder
	commandSeats = 4   // posts of a unit, and rivals in a post, at most
	commandGap   = 18
	commandDown  = 54 // between two levels
	commandLine  = 17
	commandPad   = 8
	commandChars = 21 // of a line in one cell
)

// commandNode is a box with where it stands among the others.
type commandNode struct {
	box   commandBox
	step  *tenure.Step
	next  []*commandNode
	width int // of it and all that is beyond it
}

// NewCommand draws a chain; nil if there is nothing above or below.
func NewCommand(id string, up, down *tenure.Node, rtl bool, t *words.Table) *Command {
	if up == nil || down == nil || len(up.Next)+len(up.Seats)+len(down.Next) == 0 {
		return nil
	}
	c := &Command{ID: id}
	left := commandMost
	above := c.node(up, nil, t, &left)
	below := &commandNode{box: above.box}
	for _, s := range down.Next {
		if n := c.step(s, t, &left); n != nil {
			below.next = append(below.next, n)
		}
	}
	above.measure()
	below.measure()
	width := max(above.width, below.width)
	depth, heights := above.heights(nil), below.heights(nil)
	y := commandPad
	for i := range slices.Backward(depth[1:]) {
		y += depth[i+1] + commandDown
	}
	above.box.Asked = true
	above.place(c, (width-above.width)/2, y, -1, depth)
	at := y + depth[0] + commandDown
	c.spread(below, (width-below.width)/2, at, heights, above.box)
	c.Width, c.Height = width+2*commandPad, at-commandDown+commandPad
	for _, h := range heights[1:] {
		c.Height += h + commandDown
	}
	if c.shift(commandPad); rtl {
		c.mirror()
	}
	return c
}

func (c *Command) step(s tenure.Step, t *words.Table, left *int) *commandNode {
	if s.Node == nil {
		return nil
	}
	if *left--; *left < 0 {
		c.More++
		return nil
	}
	return c.node(s.Node, &s, t, left)
}

// node makes the box of a unit and those beyond it.
func (c *Command) node(n *tenure.Node, s *tenure.Step, t *words.Table, left *int) *commandNode {
	out := &commandNode{box: unitBox(n, t), step: s}
	for _, next := range n.Next {
		if further := c.step(next, t, left); further != nil {
			out.next = append(out.next, further)
		}
	}
	return out
}

// unitBox writes a unit into a box that begins at 0, 0.
func unitBox(n *tenure.Node, t *words.Table) commandBox {
	columns := 1
	for _, s := range n.Seats {
		columns = max(columns, min(len(s.Holdings), commandSeats))
	}
	b := commandBox{W: columns*commandCellW + 2*commandPad}
	y := commandPad
	line := func(class, text string) {
		if text = wrapped(text, commandChars*columns, 1)[0]; text != "" {
			y += commandLine
			b.Lines = append(b.Lines, chartLine{b.W / 2, y - 4, class, text})
		}
	}
	for i, part := range wrapped(nameOf(n.Unit), commandChars*columns, 2) {
		if part != "" || i > 0 {
			line("unit", part)
		}
	}
	if n.Cut != tenure.CutNone {
		line("soft", t.Term("cut", string(n.Cut)))
	}
	for i, s := range n.Seats {
		if i == commandSeats {
			line("soft", "…")
			break
		}
		line("soft", nameOf(s.Post))
		y = b.seat(s, y+2, columns, t)
	}
	b.H = y + commandPad
	return b
}

// seat writes who held a post, side by side, and gives where that ends.
func (b *commandBox) seat(s tenure.Seat, y, columns int, t *words.Table) int {
	holders := s.Holdings
	if len(holders) == 0 {
		holders = []tenure.Holding{{}}
	}
	more := 0
	if len(holders) > columns {
		more, holders = len(holders)-columns, holders[:columns]
	}
	high := 0
	width := (b.W - 2*commandPad) / len(holders)
	for i, h := range holders {
		cell := commandCell{X: commandPad + i*width + 2, Y: y, W: width - 4, Class: string(h.Certainty)}
		name, word := nameOf(h.Holder.Named), t.Term("certainty", string(h.Certainty))
		if h.Holder.Claim == "" {
			cell.Class, word = "gap", ""
			if name = t.Term("chart", "nobody"); h.Tenure != nil {
				name = t.Term("chart", "unnamed")
			}
		}
		if more > 0 && i == len(holders)-1 {
			word += " +" + t.Number(int64(more))
		}
		at := y + 3
		put := func(class, text string) {
			at += commandLine
			cell.Lines = append(cell.Lines, chartLine{cell.X + cell.W/2, at - 4, class, text})
		}
		for _, part := range wrapped(name, cell.W/7, 2) {
			put("", part)
		}
		if word != "" {
			put("soft", word)
		}
		cell.H = at + 4 - y
		high = max(high, cell.H)
		b.Cells = append(b.Cells, cell)
	}
	for i := range b.Cells {
		if b.Cells[i].Y == y {
			b.Cells[i].H = high
		}
	}
	return y + high + 4
}

func nameOf(n tenure.Named) string {
	if n.Name == "" {
		return n.Entity
	}
	return n.Name
}

// wrapped parts a text at its spaces into lines of so many characters, the
// last of which is cut; at least one line, which may be empty.
func wrapped(text string, chars, most int) []string {
	lines := []string{""}
	for word := range strings.FieldsSeq(text) {
		last := &lines[len(lines)-1]
		switch n := utf8.RuneCountInString(*last) + utf8.RuneCountInString(word); {
		case *last == "":
			*last = word
		case n < chars || len(lines) == most:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	for i, l := range lines {
		lines[i] = Clip(l, chars)
	}
	return lines
}
