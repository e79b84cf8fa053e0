package site

import (
	"context"
	"strconv"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/flow"
)

// postsPage is every post with who held it.
type postsPage struct {
	frame
	Posts []postTable
}

type postTable struct {
	flow.BundledPost
	Rows []postRow
}

// postRow is a holder, or a time in which nobody is known to have held the post.
type postRow struct {
	tenure.Holding
	Gap *tenure.Gap
}

// commandPage is under whom units stood.
type commandPage struct {
	frame
	Chains []chainView
}

type chainView struct {
	flow.BundledChain
	ID      string
	Picture *charts.Command
}

func (p *commandPage) draw(t *words.Table) {
	for i := range p.Chains {
		c := &p.Chains[i]
		c.Picture = charts.NewCommand(c.ID, c.Up, c.Below, words.Dir(t.Lang) == "rtl", t)
	}
}

// chainPart is a node of a chain for the part that writes it.
type chainPart struct {
	frame *frame
	Node  *tenure.Node
	Down  bool
}

// Of gives another node of the same chain.
func (c chainPart) Of(n *tenure.Node) chainPart { return chainPart{c.frame, n, c.Down} }

// Named leads to what a source names.
func (c chainPart) Named(n tenure.Named) thing { return c.frame.Named(n) }

// Chain begins to write a chain.
func (f *frame) Chain(n *tenure.Node, down bool) chainPart { return chainPart{f, n, down} }

func (w *writer) posts(context.Context) error {
	p := &postsPage{}
	for _, post := range w.Posts {
		t := postTable{BundledPost: post}
		for _, l := range post.Lines {
			gaps := map[string]*tenure.Gap{}
			for i := range l.Gaps {
				gaps[l.Gaps[i].After] = &l.Gaps[i]
			}
			for _, h := range tenure.All(l.Tenures) {
				t.Rows = append(t.Rows, postRow{Holding: h})
				if g := gaps[h.Tenure.ID]; g != nil {
					t.Rows = append(t.Rows, postRow{Gap: g})
					delete(gaps, h.Tenure.ID)
				}
			}
		}
		p.Posts = append(p.Posts, t)
	}
	if err := w.each("posts.html", "../", "posts", p); err != nil {
		return err
	}
	c := &commandPage{}
	for i, chain := range w.Chains {
		c.Chains = append(c.Chains, chainView{BundledChain: chain, ID: "command-" + strconv.Itoa(i+1)})
	}
	return w.each("command.html", "../", "command", c)
}
