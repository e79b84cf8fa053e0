package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sanad/internal/format/content"
	"sanad/internal/ground/fail"
)

// The files of an archive's folder that are not bytes in custody. The folder
// as a whole is drawn in docs/formats.
const (
	settingsFile  = "sanad.json"
	databaseFile  = "sanad.db"
	keyFile       = "keys/ledger.key"
	seenFile      = "keys/ledger.seen"
	factorKeyFile = "keys/accounts.key"
	readmeFile    = "README.txt"
	tmpFolder     = "tmp"
)

// settings says what the archive in a folder is and where its parts are. It
// is written last when an archive is made: a folder without it is none.
type settings struct {
	Format   int    `json:"format"`
	Name     string `json:"name"`
	Origin   string `json:"origin"`
	Key      string `json:"key"`             // note verifier key
	Database string `json:"database"`        // "sqlite" or postgres://...
	Blobs    string `json:"blobs,omitempty"` // "disk" or s3://...
	// Limits change what reading one file may cost, by their names, see
	// package content.
	Limits  map[string]int64 `json:"limits,omitempty"`
	Capture captureSettings  `json:"capture,omitzero"`
	// Workers is how many jobs the desk's own process runs at a time; two if
	// nothing is set, and with 0 it leaves them to sanad work.
	Workers *int `json:"workers,omitempty"`
	// SignIn says how accounts are entered.
	SignIn signInSettings `json:"sign_in,omitzero"`
	// Door says how strangers meet the archive.
	Door doorSettings `json:"door,omitzero"`
	// Vouching says who is asked for their word on checkpoints.
	Vouching vouchingSettings `json:"vouching,omitzero"`
}

// limits gives the limits of reading as they are set here.
func (s settings) limits() (content.Limits, error) {
	l := content.DefaultLimits()
	for name, most := range s.Limits {
		if err := l.Set(name, most); err != nil {
			return l, fail.New(fail.Usage, "the limits in %s: %w", settingsFile, err)
		}
	}
	return l, nil
}

const settingsFormat = 1

// workers is how many jobs the desk's process runs at a time.
func (s settings) workers() int {
	if s.Workers == nil {
		return 2
	}
	return *s.Workers
}

func readSettings(dir string) (settings, error) {
	var s settings
	data, err := os.ReadFile(filepath.Join(dir, settingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, fail.New(fail.NotFound, "there is no archive in %s", dir).Do("name one with --archive DIR or $SANAD_ARCHIVE, or make one: sanad init DIR --name NAME")
	}
	if err != nil {
		return s, fail.New(fail.Failed, "opening the archive in %s: %w", dir, err)
	}
	if err := parseSettings(data, &s); err != nil {
		return s, fail.New(fail.Failed, "reading %s: %w", filepath.Join(dir, settingsFile), err)
	}
	return s, nil
}

func parseSettings(data []byte, s *settings) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(s); err != nil {
		return err
	}
	if s.Format != settingsFormat {
		return fmt.Errorf("it has the format %d, this Sanad knows %d: install a newer one", s.Format, settingsFormat)
	}
	return nil
}

func (s settings) encode() ([]byte, error) {
	data, err := json.MarshalIndent(s, "", "  ")
	return append(data, '\n'), err
}

// writeWhole writes a file so that after a crash it is there whole or not at
// all.
func writeWhole(path string, data []byte, mode fs.FileMode) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", path, err), removeIfThere(tmp))
	}
	return nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncFolder makes a new name durable. Systems that can't sync a folder make
// names durable with the file.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrInvalid) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
