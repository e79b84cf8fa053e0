package flow

import (
	"maps"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/person"
)

// pending is what the lines taken so far will have made.
type pending struct {
	first    map[recordedAt]bool
	cases    map[string]bool
	entities map[string]string // their kinds
	claims   map[string]*claim.Made
	findings map[string]*finding.Made
	dropped  map[string]bool // claims and findings that are withdrawn
	lists    map[string]int  // their newest versions
	mentions map[string]bool
	groups   []person.NamesGrouped // in their order
}

type recordedAt struct {
	log   string
	index int64
}

func newPending() *pending {
	return &pending{first: map[recordedAt]bool{}, cases: map[string]bool{}, entities: map[string]string{}, claims: map[string]*claim.Made{},
		findings: map[string]*finding.Made{}, dropped: map[string]bool{}, lists: map[string]int{}, mentions: map[string]bool{}}
}

// add takes over what a batch has made.
func (p *pending) add(o *pending) {
	maps.Copy(p.first, o.first)
	maps.Copy(p.cases, o.cases)
	maps.Copy(p.entities, o.entities)
	maps.Copy(p.claims, o.claims)
	maps.Copy(p.findings, o.findings)
	maps.Copy(p.dropped, o.dropped)
	maps.Copy(p.lists, o.lists)
	maps.Copy(p.mentions, o.mentions)
	p.groups = append(p.groups, o.groups...)
}

// What a batch, or in a dry run any batch before it, will have made.

func (d *decider) first(at recordedAt) bool {
	return d.out.there.first[at] || d.im.dry.first[at]
}

func (d *decider) opened(name string) bool {
	return d.out.there.cases[name] || d.im.dry.cases[name]
}

func (d *decider) dropped(id string) bool {
	return d.out.there.dropped[id] || d.im.dry.dropped[id]
}

func (d *decider) mention(id string) bool {
	return d.out.there.mentions[id] || d.im.dry.mentions[id]
}

func (d *decider) claim(id string) *claim.Made {
	if made := d.out.there.claims[id]; made != nil {
		return made
	}
	return d.im.dry.claims[id]
}

func (d *decider) finding(id string) *finding.Made {
	if made := d.out.there.findings[id]; made != nil {
		return made
	}
	return d.im.dry.findings[id]
}
