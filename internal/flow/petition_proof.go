package flow

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// ProveTally writes the proof of a recorded tally, which anyone can check against
// the ledger and count again (docs/formats.md). It gives the checkpoint it is
// proved under.
func ProveTally(ctx context.Context, a *Archive, actor guard.Actor, t intake.Tally, sink Sink) (checkpoint []byte, err error) {
	if err := actor.May(guard.ToRead); err != nil {
		return nil, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if checkpoint, err = s.Checkpoint(ctx); err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		w := proving{ctx, s, sink}
		if err := w.petition(t); err != nil {
			return err
		}
		if err := w.signatures(t); err != nil {
			return err
		}
		if err := copyTags(ctx, a, t, sink); err != nil {
			return err
		}
		if err := w.leaves(tree); err != nil {
			return err
		}
		if err := writeFile(sink, intake.TallyCheckpoint, checkpoint); err != nil {
			return err
		}
		return writeFile(sink, intake.TallyKey, []byte(a.Key+"\n"))
	})
	return checkpoint, err
}

// proving writes disclosed events.
type proving struct {
	ctx  context.Context
	s    State
	sink Sink
}

// file writes a file in one go, through a buffer.
func (w proving) file(name string, write func(io.Writer) error) error {
	f, err := w.sink.Create(name)
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(f, 64<<10)
	err = write(buf)
	if err == nil {
		err = buf.Flush()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing %s of a tally: %w", name, err)
	}
	return nil
}

// show writes an event with the fields of it that a tally opens.
func (w proving) show(to io.Writer, entry int64) error {
	e, err := w.s.Event(w.ctx, entry)
	if err != nil {
		return err
	}
	d, err := ledger.Disclose(e.Event, e.Secret, func(field string) bool { return intake.ShowsPetition(e.Kind, field) })
	if err != nil {
		return err
	}
	line, err := d.Marshal()
	if err != nil {
		return err
	}
	_, err = to.Write(line)
	return err
}

// petition writes the counts, and what opened, worded and closed the petition.
func (w proving) petition(t intake.Tally) error {
	history, err := w.s.PetitionHistory(w.ctx, t.Petition)
	if err != nil {
		return err
	}
	if err := w.file(intake.TallyFile, func(to io.Writer) error { return w.show(to, t.Index) }); err != nil {
		return err
	}
	told := []ledger.Kind{intake.PetitionOpened{}.Kind(), intake.PetitionWorded{}.Kind(), intake.PetitionClosed{}.Kind()}
	return w.file(intake.PetitionFile, func(to io.Writer) error {
		for _, entry := range history {
			e, err := w.s.Event(w.ctx, entry)
			if err == nil && slices.Contains(told, e.Kind) {
				err = w.show(to, entry)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// signatures writes every signature and withdrawal that was counted.
func (w proving) signatures(t intake.Tally) error {
	var entries []int64
	err := w.s.Signatures(w.ctx, t.Petition, func(n intake.SignatureNow) error {
		for _, entry := range []int64{n.Entry, n.Withdrawn} {
			if entry > 0 && entry < t.At {
				entries = append(entries, entry)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(entries)
	return w.file(intake.SignaturesFile, func(to io.Writer) error {
		for _, entry := range entries {
			if err := w.show(to, entry); err != nil {
				return err
			}
			if err := w.ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
}

// leaves writes the hash of every entry of the log.
func (w proving) leaves(tree *ledger.Tree) error {
	return w.file(intake.LeavesFile, func(to io.Writer) error {
		return ledger.EachLeaf(tree, func(hashes []byte) error {
			_, err := to.Write(hashes)
			return err
		})
	})
}

func copyTags(ctx context.Context, a *Archive, t intake.Tally, sink Sink) error {
	sum, counted := tagsOf(t.Tallied)
	if !counted {
		return nil
	}
	from, err := a.Renditions.Open(ctx, sum)
	if err != nil {
		return fmt.Errorf("reading the tags of the tally of entry %d: %w", t.Index, err)
	}
	to, err := sink.Create(intake.TagsFile)
	if err != nil {
		return errors.Join(err, from.Close())
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close(), from.Close()); err != nil {
		return fmt.Errorf("writing the tags of the tally of entry %d: %w", t.Index, err)
	}
	return nil
}
