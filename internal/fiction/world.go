package fiction

// world is what a seed makes: enough to make any person or any row again.
// Nothing in it changes after newWorld.
type world struct {
	names
	seed    uint64
	people  int
	towns   []Place
	prisons []Place
	townsIn [2][]Place // by region
	told    []Person
	onLists []string // of the people told of
}

// What a stream is for: the first step of its path.
const (
	forPerson uint64 = iota + 1
	forInclusion
	forOrder
	forRow
	forRevision
)

func newWorld(seed uint64, people int) *world {
	w := &world{names: readNames(), seed: seed, towns: towns(), prisons: prisons()}
	for _, t := range w.towns {
		w.townsIn[t.Region] = append(w.townsIn[t.Region], t)
	}
	for _, t := range toldPeople() {
		w.told = append(w.told, w.resolve(t))
		w.onLists = append(w.onLists, t.onLists)
	}
	w.people = max(people, len(w.told))
	return w
}
