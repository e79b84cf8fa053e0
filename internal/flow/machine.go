package flow

import (
	"context"
	"strings"

	"sanad/internal/core/search"
	"sanad/internal/core/text"
)

// MachineRead gives the reading of a picture by a machine that one of the
// passages stands in, false if there is none: a machine errs, most in names
// and numbers, and whoever rests something on it must be told.
func MachineRead(ctx context.Context, s State, passages []text.Passage) (text.Rendition, bool, error) {
	for _, p := range passages {
		all, err := s.Renditions(ctx, p.Item)
		if err != nil {
			return text.Rendition{}, false, err
		}
		for _, r := range all {
			if r.Sum == p.Rendition && r.Step == text.StepOCR {
				return r, true, nil
			}
		}
	}
	return text.Rendition{}, false, nil
}

// readByMachine reports whether a layer of the index is such a reading.
func readByMachine(h search.Hit) bool {
	return h.Kind == search.Item && strings.HasPrefix(h.Layer, text.StepOCR+"/")
}
