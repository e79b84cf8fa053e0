// Package witness knows how a witness keeps its key and what it signed last of each
// log, in a folder, and asks witnesses and time-stamping authorities over HTTP. It
// needs no archive. It must never decide whether a checkpoint goes on from another:
// package core/witness does.
//
//	DIR/
//	  witness.key                  the private key, a line
//	  witness.pub                  the public key, a verifier key (C2SP signed-note)
//	  logs/<SHA-256 of origin>/
//	    keys                       the log's verifier keys that are trusted, a line each
//	    checkpoint                 the checkpoint last signed, with the witness's line
//
// Of a log a witness keeps its name, its size and its root, which are public. Who
// can change the folder can make the witness sign a second history, as can who has
// its key: a witness's word is worth what its machine is. What a crash leaves is
// the checkpoint before or the one after, and no signature is given away before the
// one after is durable.
package witness

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/witness"
	"sanad/internal/ground/fail"
)

// Memory keeps one text. Store MUST replace it only if newer says so, with nobody
// else, in this process or another, storing in between, and durably.
type Memory interface {
	Load() ([]byte, error)
	Store(newer func(old []byte) (bool, error), text []byte) error
}

// The files of a witness.
const (
	privateFile    = "witness.key"
	publicFile     = "witness.pub"
	logsFolder     = "logs"
	keysFile       = "keys"
	checkpointFile = "checkpoint"
)

// New makes a witness in a folder that holds none, and gives its verifier key.
func New(dir, name string, random io.Reader) (string, error) {
	var seed [ed25519.SeedSize]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return "", fmt.Errorf("drawing a key: %w", err)
	}
	private, err := witness.DrawKey(name, seed)
	if err != nil {
		return "", fail.New(fail.Usage, "%w", err).Do("name it like an address, without spaces: witness.example.org/one")
	}
	signer, err := witness.ParseSigner(private)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(dir, logsFolder), 0o700); err != nil {
		return "", fail.New(fail.Failed, "making the witness's folder: %w", err)
	}
	if err := writeNew(filepath.Join(dir, privateFile), []byte(private+"\n")); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return "", fail.New(fail.Usage, "there is a witness in %s already", dir).Do("name another folder: who replaces a witness's key starts a new witness")
		}
		return "", fail.New(fail.Failed, "keeping the witness's key: %w", err)
	}
	return signer.String(), writeNew(filepath.Join(dir, publicFile), []byte(signer.String()+"\n"))
}

// writeNew writes a file that is not there yet, durably.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// Witness is one that was opened.
type Witness struct {
	*witness.Signer
	dir    string
	memory func(path string) Memory
	clock  func() time.Time
}

// Open opens the witness in dir. memory gives where the last checkpoint of a log is
// kept, at a path whose folder exists.
func Open(dir string, memory func(path string) Memory, clock func() time.Time) (*Witness, error) {
	private, err := os.ReadFile(filepath.Join(dir, privateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail.New(fail.NotFound, "there is no witness in %s", dir).Do("make one: sanad witness new DIR --name NAME")
	}
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the witness's key: %w", err)
	}
	signer, err := witness.ParseSigner(strings.TrimSuffix(string(private), "\n"))
	if err != nil {
		return nil, fail.New(fail.Failed, "reading %s: %w", privateFile, err)
	}
	return &Witness{signer, dir, memory, clock}, nil
}

func (w *Witness) folder(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return filepath.Join(w.dir, logsFolder, hex.EncodeToString(sum[:]))
}

// Trust lets the witness look at the log of a key from now on.
func (w *Witness) Trust(vkey string) (origin string, err error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", fail.New(fail.Usage, "%.80q is no key of a log (name+hash+key): %w", vkey, err).Do("sanad checkpoint --json of that archive shows it")
	}
	origin = verifier.Name()
	known, err := w.keys(origin)
	if err != nil || slices.Contains(known, vkey) {
		return origin, err
	}
	dir := w.folder(origin)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fail.New(fail.Failed, "keeping the log's key: %w", err)
	}
	err = w.memory(filepath.Join(dir, keysFile)).Store(func(old []byte) (bool, error) {
		if strings.Join(known, "\n") != strings.TrimSuffix(string(old), "\n") {
			return false, fail.New(fail.Conflict, "the keys of this log changed meanwhile").Do("do it again")
		}
		return true, nil
	}, []byte(strings.Join(append(known, vkey), "\n")+"\n"))
	return origin, err
}

// keys gives the keys trusted for an origin, none if it is not looked at.
func (w *Witness) keys(origin string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(w.folder(origin), keysFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fail.New(fail.Failed, "reading which logs are trusted: %w", err)
	}
	return strings.Fields(string(text)), nil
}

func (w *Witness) verifiers(origin string) ([]note.Verifier, error) {
	keys, err := w.keys(origin)
	if err != nil {
		return nil, err
	}
	var out []note.Verifier
	for _, key := range keys {
		v, err := note.NewVerifier(key)
		if err != nil || v.Name() != origin {
			return nil, fail.New(fail.Integrity, "what is kept of the log %.80q holds another's key", origin).Do("look who changed the witness's folder")
		}
		out = append(out, v)
	}
	return out, nil
}

// Last gives the checkpoint of a log that was signed last, with the witness's line;
// nil if none was.
func (w *Witness) Last(origin string) ([]byte, error) {
	keys, err := w.keys(origin)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return w.memory(filepath.Join(w.folder(origin), checkpointFile)).Load()
}

// Cosign signs what is asked for (the body of add-checkpoint) if it goes on from
// what was signed last, and gives the line. What it refuses is a *witness.Refusal.
// It is safe for several goroutines and several processes.
func (w *Witness) Cosign(body []byte) (line string, err error) {
	asked, err := witness.Read(body, w.verifiers)
	if err != nil {
		return "", err
	}
	line = w.Signer.Cosign(asked.Text, w.clock())
	signed, err := w.with(asked, line)
	if err != nil {
		return "", err
	}
	err = w.memory(filepath.Join(w.folder(asked.Origin), checkpointFile)).Store(func(old []byte) (bool, error) {
		last, err := witness.Kept(old, w.Key)
		if err != nil {
			return false, fail.New(fail.Integrity, "%w", err).Do("look who changed the witness's folder; nothing is signed of this log")
		}
		return true, asked.GoesOn(last)
	}, signed)
	if err != nil {
		return "", err
	}
	return line, nil
}

// with puts the witness's line below those lines of the log that are trusted:
// others are not handed on.
func (w *Witness) with(asked witness.Asked, line string) ([]byte, error) {
	_, lines, err := witness.SplitNote(asked.Request.Checkpoint)
	if err != nil {
		return nil, err
	}
	trusted, err := w.verifiers(asked.Origin)
	if err != nil {
		return nil, err
	}
	for _, own := range lines {
		alone := asked.Text + "\n" + own
		if _, err := witness.OpenSigned([]byte(alone), trusted); err == nil {
			return []byte(alone + line), nil
		}
	}
	return nil, errors.New("no line of the log is left") // Read found one
}

// Latest gives the checkpoint last signed of the log whose origin has that SHA-256 in
// hexadecimal digits; fail.NotFound if none was.
func (w *Witness) Latest(hash string) ([]byte, error) {
	none := fail.New(fail.NotFound, "no checkpoint of this log was signed")
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size || strings.ToLower(hash) != hash {
		return nil, none
	}
	dir := filepath.Join(w.dir, logsFolder, hash)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, none
	}
	signed, err := w.memory(filepath.Join(dir, checkpointFile)).Load()
	if err == nil && signed == nil {
		err = none
	}
	return signed, err
}

// Logs lists the logs that are looked at, by name.
func (w *Witness) Logs() ([]witness.Watched, error) {
	entries, err := os.ReadDir(filepath.Join(w.dir, logsFolder))
	if err != nil {
		return nil, fail.New(fail.Failed, "listing the logs that are trusted: %w", err)
	}
	var out []witness.Watched
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(w.dir, logsFolder, e.Name(), keysFile))
		if errors.Is(err, fs.ErrNotExist) {
			continue // a crash left a folder without a key
		}
		if err != nil {
			return nil, fail.New(fail.Failed, "reading which logs are trusted: %w", err)
		}
		keys := strings.Fields(string(text))
		origin, _, _ := strings.Cut(strings.Join(keys, ""), "+")
		l := witness.Watched{Origin: origin, Keys: keys, Size: -1}
		last, err := w.Last(origin)
		if err != nil {
			return nil, err
		}
		c, err := witness.Kept(last, w.Key)
		if err != nil {
			return nil, fail.New(fail.Integrity, "%w", err)
		}
		if c != nil {
			l.Size = c.Size
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b witness.Watched) int { return strings.Compare(a.Origin, b.Origin) })
	return out, nil
}
