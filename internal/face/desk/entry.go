package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

type entryPage struct {
	frame
	Entry  flow.Recorded
	Fields []entryField
	Erased bool
	Size   int64
}

type entryField struct{ Name, Value string }

func (v *visit) entryIndex() (int64, error) {
	text := v.r.PathValue("index")
	index, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(index, 10) != text || index < 0 {
		return 0, absent("entry", text)
	}
	return index, nil
}

func showEntry(ctx context.Context, v *visit) (view, error) {
	index, err := v.entryIndex()
	if err != nil {
		return nil, err
	}
	p := &entryPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		if p.Entry, err = s.Event(ctx, index); err != nil {
			return err
		}
		p.Size, p.Erased = tree.Size(), len(p.Entry.Body) == 0
		p.Entry.Secret = ledger.Secret{} // never needed by a page
		if p.Erased {
			return nil
		}
		fields, err := p.Entry.Fields()
		for _, f := range fields {
			var value bytes.Buffer
			if json.Indent(&value, f.Value, "", "  ") != nil {
				value.Write(f.Value)
			}
			p.Fields = append(p.Fields, entryField{f.Name, value.String()})
		}
		return err
	})
}

// sendProof gives the proof that an entry is in the ledger, as a C2SP
// tlog-proof under the newest checkpoint.
func sendProof(w http.ResponseWriter, v *visit) error {
	index, err := v.entryIndex()
	if err != nil {
		return err
	}
	var proof ledger.Proof
	err = v.look(v.r.Context(), func(ctx context.Context, s *sight) error {
		if _, err := s.Event(ctx, index); err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		proof.Index = index
		if proof.Checkpoint, err = s.Checkpoint(ctx); err != nil {
			return err
		}
		proof.Path, err = tree.ProveInclusion(index, tree.Size())
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="entry-%d.tlog-proof"`, index))
	_, err = w.Write(proof.Marshal())
	return err
}
