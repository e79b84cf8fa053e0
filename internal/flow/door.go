package flow

import (
	"context"
	"maps"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// OpenDoor lets strangers hand something in for a case from now on, or changes
// what an open door says. A door keeps its case: what came to it is sealed to the
// key holders of that case, and stays theirs.
func OpenDoor(ctx context.Context, a *Archive, actor guard.Actor, f intake.DoorOpened) (intake.DoorOpened, error) {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return f, err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		before, err := s.Door(ctx, f.Door)
		switch {
		case fail.Of(err) == fail.NotFound:
			if f.Case == "" {
				f.Case = DefaultCase
			}
		case err != nil:
			return nil, err
		case f.Case != "" && f.Case != before.Case:
			return nil, fail.New(fail.Conflict, "the door %s is of the case %s", f.Door, before.Case).Do("open another door for %s", f.Case)
		default:
			f = onward(f, before.DoorOpened)
		}
		if err := f.Check(); err != nil {
			return nil, err
		}
		if err := knownCase(ctx, s, f.Case); err != nil {
			return nil, err
		}
		if _, _, err := HoldersOf(ctx, s, f.Case); err != nil {
			return nil, err
		}
		facts, err := DoorFacts(ctx, s)
		return append(facts, f), err
	})
	return f, err
}

// onward keeps of a door what isn't said anew.
func onward(f, before intake.DoorOpened) intake.DoorOpened {
	title, about := maps.Clone(before.Title), maps.Clone(before.About)
	if about == nil {
		about = map[string]string{}
	}
	maps.Copy(title, f.Title)
	maps.Copy(about, f.About)
	return intake.DoorOpened{Door: f.Door, Case: before.Case, Title: title, About: about}
}

// knownCase refuses a case that is not there: a door for a slip of the pen would
// take what nobody looks for.
func knownCase(ctx context.Context, s State, name string) error {
	known, err := s.HasCase(ctx, name)
	if err == nil && !known {
		err = fail.New(fail.NotFound, "there is no case %s", name).Do("a case begins with its first accession, or its first member")
	}
	return err
}

// DoorFacts opens the account of the door if it is not there.
func DoorFacts(ctx context.Context, s State) ([]ledger.Fact, error) {
	user, err := s.User(ctx, guard.DoorAccount)
	switch {
	case fail.Of(err) == fail.NotFound:
	case err != nil:
		return nil, err
	case slices.Equal(user.Roles, []guard.Role{guard.Door}) && len(user.In) == 0 && !user.Disabled:
		return nil, nil
	case len(user.Roles) > 0 || len(user.In) > 0:
		return nil, fail.New(fail.Conflict, "the account %s holds roles of a person, and the door needs it", guard.DoorAccount).
			Do("give its person another account, then: sanad user add %s --change --role none", guard.DoorAccount)
	}
	return []ledger.Fact{guard.UserAdded{User: guard.DoorAccount, Roles: []guard.Role{guard.Door}}}, nil
}

// CloseDoor takes nothing new at a door. Threads that began there go on.
func CloseDoor(ctx context.Context, a *Archive, actor guard.Actor, name string) error {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		d, err := s.Door(ctx, name)
		if err == nil && d.Closed {
			err = fail.New(fail.Conflict, "the door %s is closed already", name)
		}
		return []ledger.Fact{intake.DoorClosed{Door: name}}, err
	})
	return err
}
