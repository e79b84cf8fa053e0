package charts

// measure gives every box the room that what is beyond it needs.
func (n *commandNode) measure() {
	beyond := 0
	for _, next := range n.next {
		next.measure()
		beyond += next.width + commandGap
	}
	n.width = max(n.box.W, beyond-commandGap)
}

// heights gives the height of each level, from this one on.
func (n *commandNode) heights(levels []int) []int {
	type at struct {
		node  *commandNode
		level int
	}
	for queue := []at{{n, 0}}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		if here.level == len(levels) {
			levels = append(levels, 0)
		}
		levels[here.level] = max(levels[here.level], here.node.box.H)
		for _, next := range here.node.next {
			queue = append(queue, at{next, here.level + 1})
		}
	}
	return levels
}

// place puts a box and all above it; way is -1 upward. Boxes of a level stand
// on one line.
func (n *commandNode) place(c *Command, x, y, way int, heights []int) {
	n.box.move(x+(n.width-n.box.W)/2, y)
	c.Boxes = append(c.Boxes, n.box)
	if len(n.next) == 0 {
		return
	}
	far := y + way*(heights[1]+commandDown)
	if way > 0 {
		far = y + heights[0] + commandDown
	}
	room := -commandGap
	for _, next := range n.next {
		room += next.width + commandGap
	}
	x += (n.width - room) / 2
	for _, next := range n.next {
		at := far
		if way < 0 { // the foot of a level is its line
			at += heights[1] - next.box.H
		}
		next.place(c, x, at, way, heights[1:])
		c.tie(n.box, next.box, way, string(next.step.Sure))
		x += next.width + commandGap
	}
}

// spread puts what stands under a box that stands already.
func (c *Command) spread(n *commandNode, x, y int, heights []int, root commandBox) {
	if len(n.next) == 0 {
		return
	}
	room := -commandGap
	for _, next := range n.next {
		room += next.width + commandGap
	}
	x += (n.width - room) / 2
	for _, next := range n.next {
		next.place(c, x, y, 1, heights[1:])
		c.tie(root, next.box, 1, string(next.step.Sure))
		x += next.width + commandGap
	}
}

// tie draws the line from a box to one further on.
func (c *Command) tie(from, to commandBox, way int, class string) {
	t := commandTie{X1: from.X + from.W/2, X2: to.X + to.W/2, Y1: from.Y, Y2: to.Y + to.H, Class: class}
	if way > 0 {
		t.Y1, t.Y2 = from.Y+from.H, to.Y
	}
	t.Mid = t.Y1 + way*commandDown/2
	c.Ties = append(c.Ties, t)
}

func (b *commandBox) move(x, y int) {
	b.X, b.Y = b.X+x, b.Y+y
	for i := range b.Lines {
		b.Lines[i].X, b.Lines[i].Y = b.Lines[i].X+x, b.Lines[i].Y+y
	}
	cells := make([]commandCell, len(b.Cells))
	for i, cell := range b.Cells {
		cell.X, cell.Y = cell.X+x, cell.Y+y
		lines := make([]chartLine, len(cell.Lines))
		for j, l := range cell.Lines {
			l.X, l.Y = l.X+x, l.Y+y
			lines[j] = l
		}
		cell.Lines = lines
		cells[i] = cell
	}
	b.Cells = cells
}

func (c *Command) shift(by int) {
	for i := range c.Boxes {
		c.Boxes[i].move(by, 0)
	}
	for i := range c.Ties {
		c.Ties[i].X1, c.Ties[i].X2 = c.Ties[i].X1+by, c.Ties[i].X2+by
	}
}

// mirror turns the chart round for a language that is read from the right.
func (c *Command) mirror() {
	for i := range c.Boxes {
		b := &c.Boxes[i]
		b.X = c.Width - b.X - b.W
		for j := range b.Lines {
			b.Lines[j].X = c.Width - b.Lines[j].X
		}
		for j := range b.Cells {
			cell := &b.Cells[j]
			cell.X = c.Width - cell.X - cell.W
			for k := range cell.Lines {
				cell.Lines[k].X = c.Width - cell.Lines[k].X
			}
		}
	}
	for i := range c.Ties {
		c.Ties[i].X1, c.Ties[i].X2 = c.Width-c.Ties[i].X1, c.Width-c.Ties[i].X2
	}
}
