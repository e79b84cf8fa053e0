package cli

import (
	"strings"

	"sanad/internal/core/tenure"
)

// nodeView is a unit in a chain of command.
type nodeView struct {
	Unit  *namedView `json:"unit"`  // null: a post that belongs to no unit that is known
	Seats []seatView `json:"seats"` // the posts that command it
	Next  []linkView `json:"next"`
	Cut   tenure.Cut `json:"cut,omitempty"` // cycle, again, large: why it goes no further
}

type seatView struct {
	Post      namedView        `json:"post"`
	How       string           `json:"how"` // commands; head: by rank or name, where no source says who commands
	Certainty tenure.Certainty `json:"certainty"`
	ByName    bool             `json:"by_name"`
	Claims    []string         `json:"claims"`
	Holders   []holderView     `json:"holders"`
}

// linkView leads from one unit to the next.
type linkView struct {
	How       string           `json:"how"` // part_of, commanded_by, superior
	Certainty tenure.Certainty `json:"certainty"`
	ByName    bool             `json:"by_name"`
	Over      *namedView       `json:"over,omitempty"` // the superior post
	Claims    []string         `json:"claims"`
	To        nodeView         `json:"to"`
}

func viewNode(n *tenure.Node) nodeView {
	v := nodeView{Seats: []seatView{}, Next: []linkView{}, Cut: n.Cut}
	if n.Unit != (tenure.Named{}) {
		unit := viewNamed(n.Unit)
		v.Unit = &unit
	}
	for _, s := range n.Seats {
		seat := seatView{Post: viewNamed(s.Post), How: s.How, Certainty: s.Sure, ByName: s.ByName, Claims: append([]string{}, s.Claims...), Holders: []holderView{}}
		for _, h := range s.Holdings {
			seat.Holders = append(seat.Holders, viewHolding(h))
		}
		v.Seats = append(v.Seats, seat)
	}
	for _, s := range n.Next {
		step := linkView{How: s.How, Certainty: s.Sure, ByName: s.ByName, Claims: append([]string{}, s.Claims...), To: viewNode(s.Node)}
		if s.How == "superior" {
			over := viewNamed(s.Over)
			step.Over = &over
		}
		v.Next = append(v.Next, step)
	}
	return v
}

// tell draws the node; arrow says which way the chain goes.
func (n nodeView) tell(s *session, in, arrow string) {
	if n.Unit != nil {
		s.sayf("%s%s  %s", in, or(n.Unit.Name, n.Unit.ID), cutWords(n.Cut))
	}
	for _, seat := range n.Seats {
		var holders []string
		for _, h := range seat.Holders {
			holders = append(holders, or(h.Holder.Name, "nobody is named")+" ("+string(h.Certainty)+")")
		}
		s.sayf("%s  %s: %s  [%s]", in, or(seat.Post.Name, seat.Post.ID), or(strings.Join(holders, "; "), "nobody is known"), strings.Join(seat.Claims, ", "))
		if n.Unit == nil && n.Cut != tenure.CutNone {
			s.sayf("%s  %s", in, cutWords(n.Cut))
		}
	}
	for _, step := range n.Next {
		how := map[string]string{"part_of": "part of", "commanded_by": "commanded by", "superior": "by the superior post"}[step.How]
		if step.ByName {
			how += ", by the unit's name"
		}
		s.sayf("%s  %s %s (%s)  [%s]", in, arrow, how, step.Certainty, strings.Join(step.Claims, ", "))
		step.To.tell(s, in+"    ", arrow)
	}
}

func cutWords(c tenure.Cut) string {
	switch c {
	case tenure.CutCycle:
		return "(the sources put it under itself: cut here)"
	case tenure.CutAgain:
		return "(shown already)"
	case tenure.CutLarge:
		return "(the chain is longer than can be shown)"
	}
	return ""
}
