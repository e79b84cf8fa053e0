package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// FindThing finds the thing that a person means: by its id, or by a name of
// it, however that is spelt. kind, if not empty, is what it must be. Of a name
// that two things have, none is meant: the error lists their ids.
func FindThing(ctx context.Context, s State, kind, text string) (claim.Entity, error) {
	e, err := s.Entity(ctx, text)
	if err == nil {
		if kind != "" && e.Schema != kind {
			return e, fail.New(fail.Usage, "%s is of the kind %s, not %s", e.ID, e.Schema, kind)
		}
		return e, nil
	}
	if fail.Of(err) != fail.NotFound {
		return e, err
	}
	ids, err := named(ctx, s, text)
	if err != nil {
		return e, err
	}
	var found []claim.Entity
	for _, id := range ids {
		e, err := s.Entity(ctx, id)
		if err != nil {
			return e, err
		}
		if kind == "" || e.Schema == kind {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		if kind == "" {
			kind = "thing"
		}
		return claim.Entity{}, fail.New(fail.NotFound, "there is no %s %q", kind, text).Do("give its id or its whole name: sanad entity list")
	case 1:
		return found[0], nil
	}
	ids = nil
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	return claim.Entity{}, fail.New(fail.Usage, "%q is the name of %d things", text, len(found)).Do("give the id of one: %v", ids)
}

// maxNamesakes bounds how many things of one name are looked at.
const maxNamesakes = 50

func named(ctx context.Context, s State, text string) (ids []string, err error) {
	folded := script.Fold(text)
	if folded == "" {
		return nil, nil
	}
	return ids, Walked(s.Values(ctx, "", "name", func(entity, value string) error {
		if script.Fold(value) == folded && !slices.Contains(ids, entity) {
			ids = append(ids, entity)
		}
		if len(ids) == maxNamesakes {
			return ErrEnough
		}
		return nil
	}))
}

// Names gives the names of things, as far as they have one that may be known;
// a thing that is not there has none.
func Names(ctx context.Context, s State, ids []string, into map[string]string) error {
	for _, id := range ids {
		if _, ok := into[id]; ok || id == "" {
			continue
		}
		e, err := s.Entity(ctx, id)
		if err != nil && fail.Of(err) != fail.NotFound {
			return err
		}
		into[id] = e.Name
	}
	return nil
}
