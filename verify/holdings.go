package verify

import (
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/format/dossier"
)

// heldOriginals checks that no original is here that the log does not tell
// how it came into custody.
func (d *inspection) heldOriginals() Check {
	t := tally{name: checkOriginals}
	for _, sum := range sorted(d.originals) {
		if !d.originals[sum].acquired {
			t.wrong(dossier.OriginalsDir+"/"+sum.String(), "no event in %s tells how it was taken into custody", dossier.EventsFile)
		}
	}
	return t.check("%s taken into custody by events in the log", counted(len(d.originals), "original was", "originals were"))
}

// heldRenditions checks that every reading here is one the log knows, of an
// original that is here.
func (d *inspection) heldRenditions() Check {
	t := tally{name: checkRenditions}
	for _, sum := range sorted(d.renditions) {
		if len(d.renditions[sum]) == 0 {
			t.wrong(dossier.RenditionsDir+"/"+sum.String(), "no event in %s says what original here it is a reading of", dossier.EventsFile)
		}
	}
	return t.check("%s of originals that are here", counted(len(d.renditions), "rendition is a reading", "renditions are readings"))
}

func sorted[V any](m map[custody.Sum]V) []custody.Sum {
	out := make([]custody.Sum, 0, len(m))
	for sum := range m {
		out = append(out, sum)
	}
	slices.SortFunc(out, func(a, b custody.Sum) int { return slices.Compare(a[:], b[:]) })
	return out
}
