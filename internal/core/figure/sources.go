package figure

// sources counts the sources behind claims: those that go back to one first
// teller are one, and so are those that stand in one document. unknown is of
// how many no claim tells who says so.
func sources(standing []Rival) (count, unknown int) {
	parent := map[string]string{}
	find := func(key string) string {
		for parent[key] != "" && parent[key] != key {
			parent[key] = parent[parent[key]] // halves the way
			key = parent[key]
		}
		parent[key] = key
		return key
	}
	known := map[string]bool{}
	for _, r := range standing {
		root := rootOf(r.Stated)
		for _, p := range r.Passages {
			parent[find("document "+p.Item.String())] = find(root)
		}
		find(root)
	}
	for _, r := range standing {
		if len(r.Says) > 0 || len(r.Record.Told("made_by")) > 0 {
			known[find(rootOf(r.Stated))] = true
		}
	}
	roots := map[string]bool{}
	for key := range parent {
		roots[find(key)] = true
	}
	return len(roots), len(roots) - len(known)
}
