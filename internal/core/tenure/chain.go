package tenure

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
)

// Node is a unit in a chain of command, or a post that answers to nobody in a
// unit that is known.
type Node struct {
	Unit  Named
	Seats []Seat // the posts that command it; of a post without a unit, itself
	Next  []Step // upward: under whom it stands; downward: who stands under it
	Cut   Cut
}

// Cut says why a chain goes no further although there may be more.
type Cut string

// The cuts.
const (
	CutNone  Cut = ""
	CutCycle Cut = "cycle" // the sources put a unit under itself
	CutAgain Cut = "again" // it stands in the chain already, with all that follows
	CutLarge Cut = "large" // the chain is longer or wider than can be shown
)

// Seat is a post that commands a unit, with who held it.
type Seat struct {
	Post     Named
	How      string // commands, or head: by rank or name, where no source says who commands
	Sure     Certainty
	ByName   bool
	Claims   []string
	Holdings []Holding
}

// Step leads from a node to the next.
type Step struct {
	How    string // part_of, commanded_by, or superior: over the post of that name
	Sure   Certainty
	ByName bool  // the unit is tied by what the source calls it
	Over   Named // with superior: the post that answers, and to which
	To     Named
	Claims []string
	Node   *Node
}

// The most a chain holds.
const (
	maxDepth = 30
	maxNodes = 400
)

// climber builds one chain.
type climber struct {
	a     Archive
	asked calendar.Span
	shown map[string]bool // nodes that were built
	path  []string
}

// Climb gives the chain of command above a unit on the days of asked, upward to
// where no source goes on. What sources tell differently stands side by side.
func Climb(a Archive, u Unit, asked calendar.Span) (*Node, error) {
	c := &climber{a: a, asked: asked, shown: map[string]bool{}}
	return c.unit(u)
}

// Descend gives the units that stood under a unit on the days of asked.
func Descend(a Archive, u Unit, asked calendar.Span) (*Node, error) {
	c := &climber{a: a, asked: asked, shown: map[string]bool{}}
	return c.below(u)
}

// enter reports whether a node is to be built, and else why not.
func (c *climber) enter(key string) Cut {
	switch {
	case slices.Contains(c.path, key):
		return CutCycle
	case c.shown[key]:
		return CutAgain
	case len(c.path) >= maxDepth, len(c.shown) >= maxNodes:
		return CutLarge
	}
	c.shown[key] = true
	c.path = append(c.path, key)
	return CutNone
}

func (c *climber) leave() { c.path = c.path[:len(c.path)-1] }

func (c *climber) unit(u Unit) (*Node, error) {
	n := &Node{Unit: u.Named}
	if n.Cut = c.enter(u.key()); n.Cut != CutNone {
		return n, nil
	}
	defer c.leave()
	seats, err := c.commanding(u)
	if err != nil {
		return nil, err
	}
	if n.Next, err = c.above(u); err != nil {
		return nil, err
	}
	for _, s := range seats {
		n.Seats = append(n.Seats, s.Seat)
		over, err := c.superiors(s.posts, u)
		if err != nil {
			return nil, err
		}
		n.Next = append(n.Next, over...)
	}
	return n, nil
}

// above follows what is claimed of the unit itself.
func (c *climber) above(u Unit) (steps []Step, err error) {
	if u.Entity == "" {
		return nil, nil
	}
	about, names, err := aboutWithNames(c.a, []string{u.Entity})
	if err != nil {
		return nil, err
	}
	for _, how := range []string{"part_of", "commanded_by"} {
		var all []Said
		for _, cl := range about[u.Entity] {
			if cl.Property == how && counts(cl.Standing) {
				all = append(all, said(cl, names))
			}
		}
		for _, group := range parted(all) {
			more, err := c.lead(Step{How: how}, group)
			if err != nil {
				return nil, err
			}
			steps = append(steps, more...)
		}
	}
	return steps, nil
}

// lead makes the steps to the units that claims name, if they held on the days
// asked for.
func (c *climber) lead(s Step, group []Said) (steps []Step, err error) {
	sure, ids := holds(group, c.asked)
	if sure == Not {
		return nil, nil
	}
	s.Sure, s.Claims = weaker(s.Sure, sure), slices.Concat(s.Claims, ids)
	units, byName, err := c.targets(group[0].Named)
	if err != nil {
		return nil, err
	}
	for _, to := range units {
		s.To, s.ByName = to.Named, byName
		if s.Node, err = c.unit(to); err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// targets gives the units that the value of a claim may be: of a text, every
// record that has the name.
func (c *climber) targets(n Named) (units []Unit, byName bool, err error) {
	if n.Entity == "" {
		units, err = unitsCalled(c.a, n.Name)
		if len(units) == 0 {
			return []Unit{{n, []string{NameKey(n.Name)}}}, false, err
		}
		return units, true, err
	}
	about, err := c.a.About([]string{n.Entity})
	u := unitOf(n.Entity, about[n.Entity])
	if u.Name == "" {
		u.Name = n.Name
	}
	return []Unit{u}, false, err
}

// holds gives how sure it is that one of several claims held on the days asked
// for, and which did not rule it out. What is said of a post without a time is
// said of the post as such; what is said so of a body is only possible on a
// day, for bodies are moved.
func holds(all []Said, asked calendar.Span) (sure Certainty, ids []string) {
	sure = Not
	for _, s := range all {
		v := s.Window.On(asked)
		if v.Certainty == Not {
			continue
		}
		if s.Undated() && s.Property != "part_of" && s.Property != "commanded_by" {
			v.Certainty = Certain
		}
		if s.Standing == claim.Contested && v.Certainty == Certain {
			v.Certainty = Disputed
		}
		sure, ids = stronger(sure, v.Certainty), append(ids, s.Claim)
	}
	return sure, ids
}

func byStrength() []Certainty { return []Certainty{Certain, Disputed, Possible, Not} }

func stronger(a, b Certainty) Certainty {
	return byStrength()[min(slices.Index(byStrength(), a), slices.Index(byStrength(), b))]
}

// weaker is for links of one step: it is as sure as its weakest. The zero
// certainty weakens nothing.
func weaker(a, b Certainty) Certainty {
	if a == "" {
		return b
	}
	return byStrength()[max(slices.Index(byStrength(), a), slices.Index(byStrength(), b))]
}

// superiors follows the posts that the holders of a seat answer to.
func (c *climber) superiors(posts []Post, from Unit) (steps []Step, err error) {
	var all []Said
	for _, p := range posts {
		all = append(all, p.Superiors...)
	}
	for _, group := range parted(all) {
		sure, ids := holds(group, c.asked)
		if sure == Not {
			continue
		}
		s := Step{How: "superior", Sure: sure, Over: group[0].Named, To: group[0].Named, Claims: ids}
		if s.Over.Entity == "" {
			s.Node = &Node{Seats: []Seat{{Post: s.Over, Sure: sure}}}
			steps = append(steps, s)
			continue
		}
		more, err := c.overPost(s, from)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return steps, nil
}

// overPost goes on from a superior post: to the units it commands or belongs
// to, or, where these are unknown or the unit it was reached from, to the post
// alone.
func (c *climber) overPost(s Step, from Unit) (steps []Step, err error) {
	posts, err := readPosts(c.a, []string{s.Over.Entity})
	if err != nil {
		return nil, err
	}
	post := posts[0]
	for _, ties := range [][]Said{post.Commands, post.Units} {
		for _, group := range parted(ties) {
			if is, _ := from.is(group[0].Named); is {
				continue
			}
			more, err := c.lead(s, group)
			if err != nil {
				return nil, err
			}
			steps = append(steps, more...)
		}
		if len(steps) > 0 {
			return steps, nil
		}
	}
	s.To = post.Named()
	s.Node, err = c.post(post, s.Sure, from)
	return []Step{s}, err
}

// post makes the node of a post alone.
func (c *climber) post(p Post, sure Certainty, from Unit) (*Node, error) {
	n := &Node{}
	if n.Cut = c.enter("post " + p.ID); n.Cut != CutNone {
		n.Seats = []Seat{{Post: p.Named(), Sure: sure}}
		return n, nil
	}
	defer c.leave()
	tenures, err := tenuresOf(c.a, []Post{p})
	if err != nil {
		return nil, err
	}
	n.Seats = []Seat{{Post: p.Named(), Sure: sure, Holdings: On(tenures, c.asked)}}
	n.Next, err = c.superiors([]Post{p}, from)
	return n, err
}
