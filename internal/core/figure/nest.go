package figure

// maxNest bounds how many groups are compared as parts and wholes: each is
// held against each.
const maxNest = 400

// nest finds whose scope holds whose, and parts that are said to be greater
// than the whole.
func (c *Comparison) nest(parents map[string][]string) {
	groups := c.Groups[:min(len(c.Groups), maxNest)]
	above := map[string]map[string]bool{}
	for _, g := range groups {
		if above[g.Event] == nil {
			above[g.Event] = ancestors(g.Event, parents)
		}
	}
	for i := range groups {
		for j := range groups {
			if i == j || !holds(&groups[j], &groups[i], above[groups[i].Event]) {
				continue
			}
			groups[i].Within = append(groups[i].Within, j)
			if part, whole, ok := overrun(&groups[i], &groups[j]); ok {
				c.Overruns = append(c.Overruns, Overrun{i, j, part, whole})
			}
		}
	}
}

// ancestors gives the events that an event is a part of, at all levels; parts
// that hold each other in a circle are met once.
func ancestors(event string, parents map[string][]string) map[string]bool {
	met := map[string]bool{}
	for queue := []string{event}; len(queue) > 0; queue = queue[1:] {
		for _, p := range parents[queue[0]] {
			if !met[p] && p != event {
				met[p] = true
				queue = append(queue, p)
			}
		}
	}
	return met
}

// holds reports whether what part counts is certainly counted by whole too:
// the same kind and unit, and either the same event without a scope, or an
// event that it is a part of. Two scopes in words are never compared.
func holds(whole, part *Group, above map[string]bool) bool {
	if whole.Scope != "" || spelt(whole.Kind) != spelt(part.Kind) || spelt(whole.Unit) != spelt(part.Unit) {
		return false
	}
	return whole.Event == part.Event && part.Scope != "" || above[whole.Event]
}

// overrun finds the claim on a part that bounds it highest from below, and the
// one on the whole that bounds it lowest from above, if the first exceeds the
// second.
func overrun(part, whole *Group) (claimed, exceeded string, ok bool) {
	parts, wholes := part.Standing(), whole.Standing()
	if len(parts) == 0 || len(wholes) == 0 {
		return "", "", false
	}
	most, least := parts[0], wholes[0]
	for _, r := range parts {
		if r.Bounds.Low > most.Bounds.Low {
			most = r
		}
	}
	for _, r := range wholes {
		if r.Bounds.top() < least.Bounds.top() {
			least = r
		}
	}
	return most.Made.Claim, least.Made.Claim, most.Bounds.Exceeds(least.Bounds)
}
