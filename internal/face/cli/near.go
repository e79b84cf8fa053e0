package cli

import (
	"math"

	"sanad/internal/flow"
)

type nearCmd struct {
	Item string `arg:"" help:"The item."`
}

type nearLine struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Kind     string  `json:"kind"` // text, image
	Likeness float64 `json:"likeness"`
}

// nearView is what is much like an item.
type nearView struct {
	Item string     `json:"item"`
	Near []nearLine `json:"near"`
}

func (c *nearCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		s.index(a)
		found, err := flow.Near(s.ctx, a.Archive, a.Actor, item.Sum)
		if err != nil {
			return err
		}
		out := nearView{item.Sum.String(), []nearLine{}}
		for _, n := range found {
			out.Near = append(out.Near, nearLine{n.Item.Sum.String(), n.Item.Name.Text, n.Kind, math.Round(n.Likeness*1000) / 1000})
		}
		return s.answer(out, func() {
			for _, n := range out.Near {
				s.sayf("%s  %3.0f%% alike in %-5s  %s", n.ID[:12], n.Likeness*100, n.Kind, flat(n.Title))
			}
			if len(out.Near) == 0 {
				s.sayf("nothing much like it")
			}
		})
	})
}
