package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"

	"sanad/internal/core/account"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// The private files of a backup.
const (
	privateSettings    = settingsFile
	privateKey         = "ledger.key"
	privateCredentials = "credentials.json"
	privateAccounts    = "accounts.json"
	privateFactorKey   = "accounts.key"
)

// secrets gives what a backup holds besides the ledger and the bytes.
func (p *parts) secrets(ctx context.Context) (map[string][]byte, error) {
	key, err := os.ReadFile(filepath.Join(p.dir, keyFile))
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's key: %w", err)
	}
	set, err := p.set.encode()
	if err != nil {
		return nil, err
	}
	credentials := map[string]string{}
	err = p.book.Credentials(ctx, func(handle, hash string) error {
		credentials[handle] = hash
		return nil
	})
	if err != nil {
		return nil, err
	}
	passwords, err := json.Marshal(credentials)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{privateSettings: set, privateKey: key, privateCredentials: passwords}
	return out, p.privateAccounts(ctx, out)
}

// besidePasswords is what a backup holds of accounts besides their passwords.
// Without it an archive that comes back would open by a password alone.
type besidePasswords struct {
	Factors []account.Factor               `json:"factors,omitempty"`
	Likes   map[string]account.Preferences `json:"likes,omitempty"`
}

// privateAccounts adds second factors, with the key that opens their secrets,
// and preferences; an archive that has none adds nothing.
func (p *parts) privateAccounts(ctx context.Context, out map[string][]byte) error {
	var beside besidePasswords
	var err error
	if beside.Factors, err = p.book.AllFactors(ctx); err != nil {
		return err
	}
	if beside.Likes, err = p.book.AllLikes(ctx); err != nil {
		return err
	}
	if len(beside.Factors) > 0 || len(beside.Likes) > 0 {
		if out[privateAccounts], err = json.Marshal(beside); err != nil {
			return err
		}
	}
	key, err := os.ReadFile(filepath.Join(p.dir, factorKeyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the key of second factors: %w", err)
	}
	out[privateFactorKey] = key
	return nil
}

// restoreAccounts keeps what privateAccounts gave.
func (p *parts) restoreAccounts(ctx context.Context) error {
	if p.private[privateAccounts] == nil {
		return nil
	}
	var beside besidePasswords
	if err := json.Unmarshal(p.private[privateAccounts], &beside); err != nil {
		return fail.New(fail.Integrity, "the accounts in the backup: %w", err)
	}
	for _, f := range beside.Factors {
		if err := p.book.ReplaceFactors(ctx, f.Handle, "", f); err != nil {
			return err
		}
	}
	for handle, likes := range beside.Likes {
		if err := p.book.SetLikes(ctx, handle, likes); err != nil {
			return err
		}
	}
	return nil
}

// backupFile is a backup being written; it gets its name when it is whole.
type backupFile struct {
	io.Writer
	closers []func() error
}

func (b *backupFile) Close() error {
	for _, c := range b.closers {
		if err := c(); err != nil {
			return err
		}
	}
	return nil
}

// createBackup creates the file under a passing name, encrypted to recipients
// if there are any; Close makes it durable and gives it its name.
func createBackup(path string, recipients []string) (io.WriteCloser, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fail.New(fail.Conflict, "%s is there already", path).Do("name another file")
	}
	partial := path + ".partial"
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fail.New(fail.Failed, "creating the backup: %w", err)
	}
	buffered := bufio.NewWriterSize(f, 1<<20)
	b := &backupFile{Writer: buffered}
	if len(recipients) > 0 {
		to := make([]age.Recipient, len(recipients))
		for i, r := range recipients {
			if to[i], err = recipientOf(r); err != nil {
				return nil, errors.Join(err, f.Close(), os.Remove(partial))
			}
		}
		sealed, err := age.Encrypt(buffered, to...)
		if err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(partial))
		}
		b.Writer = sealed
		b.closers = append(b.closers, sealed.Close)
	}
	b.closers = append(b.closers, buffered.Flush, f.Sync, f.Close, func() error { return os.Rename(partial, path) },
		func() error { return syncFolder(filepath.Dir(path)) })
	return b, nil
}

// recipientOf reads a public key, or the file that key new wrote: the key is
// too long to type.
func recipientOf(text string) (age.Recipient, error) {
	if data, err := os.ReadFile(text); err == nil {
		for _, line := range strings.Split(string(data), "\n") {
			line = strings.TrimSpace(strings.TrimPrefix(line, "# public key:"))
			if r, err := age.ParseHybridRecipient(line); err == nil {
				return r, nil
			}
		}
		return nil, fail.New(fail.Usage, "the file %s holds no post-quantum age public key", text).Do("make one: sanad key new HOLDER --out FILE")
	}
	r, err := age.ParseHybridRecipient(text)
	if err != nil {
		return nil, fail.New(fail.Usage, "%.40q is no post-quantum age public key, nor a file with one", text).Do("make one: sanad key new HOLDER --out FILE, then --recipient FILE")
	}
	return r, nil
}

// restore makes a new archive of a backup.
func (w workshop) restore(ctx context.Context, file, dir string, req cli.RestoreRequest) (flow.BackedUp, error) {
	in, err := os.Open(file)
	if err != nil {
		return flow.BackedUp{}, fail.New(fail.Failed, "opening the backup: %w", err)
	}
	defer in.Close() // only read
	var r io.Reader = bufio.NewReaderSize(in, 1<<20)
	if req.Identity != "" {
		if r, err = decrypted(r, req.Identity); err != nil {
			return flow.BackedUp{}, err
		}
	}
	var p *parts
	out, err := flow.Restore(ctx, r, func(private map[string][]byte) (flow.Restoring, error) {
		abs, err := newFolder(dir) // not before the backup proved to be one
		if err != nil {
			return flow.Restoring{}, err
		}
		p, err = w.prepareRestore(ctx, abs, req, private)
		if err != nil {
			return flow.Restoring{}, err
		}
		return flow.Restoring{Originals: p.bytes.Originals(), Renditions: p.bytes.Renditions(), Sealed: p.bytes.Sealed(), Replace: p.book.Replace}, nil
	})
	if p == nil {
		return out, err
	}
	if err == nil {
		err = p.finishRestore(ctx, out)
	}
	return out, errors.Join(err, p.Close())
}

func decrypted(r io.Reader, identityFile string) (io.Reader, error) {
	text, err := os.ReadFile(identityFile)
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the private key: %w", err)
	}
	ids, err := age.ParseIdentities(strings.NewReader(string(text)))
	if err != nil {
		return nil, fail.New(fail.Usage, "reading the private key in %s: %w", identityFile, err)
	}
	out, err := age.Decrypt(r, ids...)
	if err != nil {
		return nil, fail.New(fail.Refused, "the backup can't be opened with this key: %w", err).Do("leave out --identity if it is not encrypted")
	}
	return out, nil
}

func (w workshop) prepareRestore(ctx context.Context, dir string, req cli.RestoreRequest, private map[string][]byte) (*parts, error) {
	var set settings
	if err := parseSettings(private[privateSettings], &set); err != nil {
		return nil, fail.New(fail.Integrity, "the settings in the backup: %w", err)
	}
	set.Database, set.Blobs = orElse(req.DB, "sqlite"), orElse(req.Blobs, "disk")
	if err := writeWhole(filepath.Join(dir, keyFile), private[privateKey], 0o600); err != nil {
		return nil, err
	}
	if key := private[privateFactorKey]; key != nil {
		if err := writeWhole(filepath.Join(dir, factorKeyFile), key, 0o600); err != nil {
			return nil, err
		}
	}
	p, err := w.assemble(ctx, dir, set, true)
	if err != nil {
		return nil, err
	}
	p.private = private
	return p, nil
}

// finishRestore gives the archive its settings last, once everything that the
// ledger names is there but for what the backup itself says it lacks.
func (p *parts) finishRestore(ctx context.Context, out flow.BackedUp) error {
	checked, err := flow.Check(ctx, p.archive, flow.CheckRequest{}, func(string, int64, int64) {})
	if err != nil {
		return err
	}
	for _, v := range checked.Violations {
		if !slices.Contains(out.Missing, "originals/"+v.ID) && !slices.Contains(out.Missing, "renditions/"+v.ID) && !slices.Contains(out.Missing, "sealed/"+v.ID) {
			return fail.New(fail.Integrity, "the backup is not whole: %s %s: %s", v.Kind, v.ID, v.Detail).Do("use another backup")
		}
	}
	var credentials map[string]string
	if err := json.Unmarshal(p.private[privateCredentials], &credentials); err != nil {
		return fail.New(fail.Integrity, "the passwords in the backup: %w", err)
	}
	for handle, hash := range credentials {
		if err := p.book.SetPassword(ctx, handle, hash, ""); err != nil {
			return err
		}
	}
	if err := p.restoreAccounts(ctx); err != nil {
		return err
	}
	if err := flow.WriteManifests(ctx, p.archive); err != nil {
		return err
	}
	return finishFolder(p.dir, p.set)
}
