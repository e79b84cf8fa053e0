package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/keys"
	"sanad/verify"
)

// initArchive makes an archive: the folder, the ledger's key, the first
// account and the first checkpoint. Its settings are written last; what a
// crash leaves before is no archive, and init says so.
func (w workshop) initArchive(ctx context.Context, req cli.InitRequest) (cli.InitResult, error) {
	if strings.TrimSpace(req.Name) == "" {
		return cli.InitResult{}, fail.New(fail.Usage, "an archive needs a name").Do("give --name NAME")
	}
	dir, err := newFolder(req.Dir)
	if err != nil {
		return cli.InitResult{}, err
	}
	origin, err := originOf(req.Name)
	if err != nil {
		return cli.InitResult{}, err
	}
	pair, err := keys.NewSigning(origin)
	if err != nil {
		return cli.InitResult{}, err
	}
	set := settings{Format: settingsFormat, Name: req.Name, Origin: origin, Key: pair.Public, Database: orElse(req.DB, "sqlite"), Blobs: orElse(req.Blobs, "disk")}
	if err := writeKey(dir, pair.Secret); err != nil {
		return cli.InitResult{}, err
	}
	p, err := w.assemble(ctx, dir, set, true)
	if err != nil {
		return cli.InitResult{}, err
	}
	signed, err := begin(ctx, p, req)
	if err == nil {
		err = finishFolder(dir, set)
	}
	if err = errors.Join(err, p.Close()); err != nil {
		return cli.InitResult{}, err
	}
	return cli.InitResult{Archive: dir, Origin: origin, Key: pair.Public, Fingerprint: verify.Fingerprint(pair.Public), User: req.User, Checkpoint: string(signed)}, nil
}

// begin writes the entries every ledger begins with.
func begin(ctx context.Context, p *parts, req cli.InitRequest) ([]byte, error) {
	w, err := p.book.Append(ctx, guard.Actor{Handle: req.User}, func(ctx context.Context, s flow.State) ([]ledger.Fact, error) {
		tree, err := s.Tree(ctx)
		if err == nil && tree.Size() != 0 {
			err = fail.New(fail.Conflict, "the database holds an archive already").Do("name another database with --db")
		}
		return []ledger.Fact{
			guard.ArchiveMade{Name: req.Name, Origin: p.set.Origin},
			guard.UserAdded{User: req.User, Roles: guard.Roles()},
			guard.CaseOpened{Case: flow.DefaultCase},
		}, err
	})
	return w.Checkpoint, err
}

// newFolder makes the archive's folder; one that holds anything is refused.
func newFolder(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("finding the folder %s: %w", dir, err)
	}
	entries, err := os.ReadDir(abs)
	switch {
	case err == nil && len(entries) > 0:
		return "", occupied(abs, entries)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", fail.New(fail.Failed, "looking at the folder %s: %w", abs, err)
	}
	for _, name := range []string{"", "keys", tmpFolder} {
		if err := os.MkdirAll(filepath.Join(abs, name), 0o700); err != nil {
			return "", fail.New(fail.Failed, "making the folder %s: %w", abs, err).Do("check who owns the folder above, and whether its disk is read-only or full")
		}
	}
	return abs, nil
}

// occupied tells what is in a folder that no archive can be made in. What a
// broken-off init leaves is told from an archive that lost its settings: only
// the first may be thrown away.
func occupied(dir string, entries []os.DirEntry) error {
	there := map[string]bool{}
	var names []string
	for _, e := range entries {
		there[e.Name()] = true
		if len(names) < 5 {
			names = append(names, e.Name())
		}
	}
	kept, err := os.ReadDir(filepath.Join(dir, "originals", "sha256"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail.New(fail.Failed, "looking at the folder %s: %w", dir, err)
	}
	switch {
	case there[settingsFile]:
		return fail.New(fail.Conflict, "the folder %s is not empty: it is an archive already", dir).Do("use it: sanad --archive %s items; or name a new folder", dir)
	case there[filepath.Dir(keyFile)] && (len(kept) > 0 || there[readmeFile]):
		return fail.New(fail.Conflict, "the folder %s is not empty: it holds an archive whose %s is missing", dir, settingsFile).
			Do("put %s back from a backup, or name a new folder; throw nothing away", settingsFile)
	case there[filepath.Dir(keyFile)] && there[tmpFolder]:
		return fail.New(fail.Conflict, "the folder %s is not empty: an init there was broken off before the archive was whole, and took nothing in", dir).
			Do("remove the folder and run init again, or name a new one; with --db, name a database that is empty")
	}
	return fail.New(fail.Conflict, "the folder %s is not empty: it holds %s", dir, strings.Join(names, ", ")).Do("name a new folder")
}

func writeKey(dir, secret string) error {
	return writeWhole(filepath.Join(dir, keyFile), []byte(secret+"\n"), 0o600)
}

func finishFolder(dir string, set settings) error {
	if err := writeWhole(filepath.Join(dir, readmeFile), []byte(fmt.Sprintf(folderText, set.Name, set.Key, verify.Fingerprint(set.Key))), 0o600); err != nil {
		return err
	}
	data, err := set.encode()
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, settingsFile), data, 0o600) // may hold the database's password
}

// folderText tells whoever finds the folder what it is, without Sanad.
const folderText = `%s

This folder is a Sanad archive: evidence in custody and the ledger of every act on it.

originals/    every original, named by the SHA-256 of its bytes. Nothing here is ever changed.
accessions/   one manifest for each batch taken in. To check the originals without Sanad, from this folder:
              sha256sum -c accessions/*/manifest-sha256.txt
sanad.db      the ledger and what is made from it (SQLite), unless sanad.json names another database
renditions/   text read from originals; can be made again
keys/         ledger.key signs the ledger: whoever has it can sign in the archive's name. Keep it secret, keep a copy elsewhere.
              accounts.key, once there are second factors, opens their secrets; it is part of every backup.
              ledger.seen remembers the last checkpoint signed here, so that a database put back to an earlier day is found out.
tmp/          unfinished writes

The ledger's public key, to be published elsewhere too:
%s
Its fingerprint, as sanad-verify prints it:
%s
`

// originOf makes the log's name of the archive's: unique without being
// registered anywhere, by 32 bits of chance.
func originOf(name string) (string, error) {
	var chance [4]byte
	if _, err := rand.Read(chance[:]); err != nil {
		return "", fmt.Errorf("naming the ledger: %w", err)
	}
	slug := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, name), "-")
	for strings.Contains(slug, "--") {
		slug = strings.ReplaceAll(slug, "--", "-")
	}
	if r := []rune(slug); len(r) > 40 {
		slug = strings.Trim(string(r[:40]), "-")
	}
	return "sanad/" + orElse(slug, "archive") + "-" + hex.EncodeToString(chance[:]), nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
