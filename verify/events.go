package verify

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// eventsRead is what a pass through the disclosed events found.
type eventsRead struct {
	d      *inspection
	form   tally // events
	said   tally // facts
	count  int64
	kinds  map[string]int // how many of each
	claims []disclosure.PlannedClaim
	plan   []int64 // entries that are part of the plan: all but the release's own
	// Pages are numbered when the release is built, after it was decided.
	exhibits []exhibitRead
	findings map[string]*findingRead
}

// events reads every disclosed event once, proves it, and hands it to the
// checks that rest on it. What is told to be left out must not be there.
func (d *inspection) events(left []dossier.Withheld, withheld *tally) *eventsRead {
	exhibitKind := disclosure.ExhibitNumbered{}.Kind().String()
	e := &eventsRead{d: d, form: tally{name: checkEvents}, said: tally{name: checkFacts}, kinds: map[string]int{}}
	err := d.eachEvent(&e.form, func(file string, number int, event ledger.Disclosure) {
		e.count++
		if _, told := slices.BinarySearchFunc(left, event.Index, func(w dossier.Withheld, index int64) int { return cmp.Compare(w.Index, index) }); told {
			withheld.wrong(dossier.WithheldFile, "says entry %d was left out, and %s discloses it", event.Index, file)
		}
		if !strings.HasPrefix(event.KindName(), "release.") && event.KindName() != exhibitKind {
			e.plan = append(e.plan, event.Index)
		}
		if err := e.take(event); err != nil {
			e.said.wrong(lineName(file, number), "%v", err)
		}
	})
	if err != nil {
		e.form.wrong(dossier.EventsFile, "%v", err)
	}
	e.once()
	return e
}

// once finds entries that are disclosed twice. In one file they stand in order; a
// site has many.
func (e *eventsRead) once() {
	slices.Sort(e.plan)
	for i := range e.plan {
		if i > 0 && e.plan[i] == e.plan[i-1] {
			e.form.wrong(dossier.DataDir, "entry %d is disclosed twice", e.plan[i])
		}
	}
}

func lineName(file string, number int) string { return fmt.Sprintf("%s line %d", file, number) }

// eachEvent gives every disclosed event that is proved to stand in the planning log.
func (d *inspection) eachEvent(form *tally, yield func(file string, number int, event ledger.Disclosure)) error {
	if d.kind == KindSite {
		return d.eachOfSite(form, yield)
	}
	last := int64(-1)
	return d.eachEventLine(func(file string, number int, line []byte) error {
		event, err := d.prove(line, last)
		if err != nil {
			form.wrong(lineName(file, number), "%v", err)
			return nil
		}
		last = event.Index
		yield(file, number, event)
		return nil
	})
}

// eachEventLine gives every line of the files that hold events.
func (d *inspection) eachEventLine(yield func(file string, number int, line []byte) error) error {
	sources := d.sources
	if d.kind == KindDossier {
		sources = []string{dossier.EventsFile}
	}
	count := 0
	for _, file := range sources {
		err := eachLine(d.ctx, d.fsys, file, maxEvent, func(number int, line []byte) error {
			if count++; count > maxEvents {
				return fmt.Errorf("holds more than %d events, more than this program checks", maxEvents)
			}
			return yield(file, number, line)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// prove reads a line and checks that the event stands in the planning log,
// after the event before it.
func (d *inspection) prove(line []byte, last int64) (ledger.Disclosure, error) {
	event, err := ledger.ParseDisclosure(line)
	if err != nil {
		return event, err
	}
	if event.Index <= last {
		return event, fmt.Errorf("entry %d comes after entry %d, twice or out of order", event.Index, last)
	}
	if d.planned.Origin == "" {
		return event, errors.New("can't be checked without the signed checkpoint")
	}
	entry, err := event.Entry()
	if err != nil {
		return event, err
	}
	return event, ledger.CheckInclusion(d.planned, event.Index, entry, event.Path)
}

func (e *eventsRead) check() Check {
	return e.form.check("%s proved to stand in the log of %d entries, in order", counted(e.count, "event is", "events are"), e.d.planned.Size)
}

func (e *eventsRead) facts() Check {
	names := make([]string, 0, len(e.kinds))
	for name := range e.kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	var list bytes.Buffer
	for i, name := range names {
		if i > 0 {
			list.WriteString(", ")
		}
		fmt.Fprintf(&list, "%d %s", e.kinds[name], name)
	}
	return e.said.check("%s", list.String())
}

// readWithheld reads what was left out. The tally goes on collecting while
// the events are read.
func (d *inspection) readWithheld() (dossier.LeftOut, tally) {
	t := tally{name: checkWithheld}
	data, err := readFile(d.fsys, dossier.WithheldFile, maxWithheld)
	var out dossier.LeftOut
	if err == nil {
		out, err = dossier.ParseLeftOut(data)
	}
	if err != nil {
		t.wrong(dossier.WithheldFile, "%v", err)
		return dossier.LeftOut{}, t
	}
	left := out.Withheld
	if n := len(left); n > 0 && left[n-1].Index >= d.planned.Size && d.planned.Origin != "" {
		t.wrong(dossier.WithheldFile, "names entry %d, the log has %d entries", left[n-1].Index, d.planned.Size)
	}
	return out, t
}
