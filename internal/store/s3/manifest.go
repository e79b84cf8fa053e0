package s3

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/minio/minio-go/v7"

	"sanad/internal/core/custody"
)

// manifestKey gives the key of an accession's manifest. Only letters, digits
// and ._- make a name, so that no identifier can lead to another key, and so
// that a bucket can be copied to a folder.
func (s *Store) manifestKey(accession string) (string, error) {
	if accession == "" || len(accession) > 128 || accession[0] == '.' || accession[len(accession)-1] == '.' {
		return "", fmt.Errorf("%q cannot name an accession: want 1 to 128 characters, no dot first or last", accession)
	}
	for _, c := range accession {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", c) {
			return "", fmt.Errorf("%q cannot name an accession: %q is no letter, digit, dot, underscore or hyphen", accession, c)
		}
	}
	return s.key("accessions", accession, "manifest-sha256.txt"), nil
}

// WriteManifest implements flow.Manifests.
func (s *Store) WriteManifest(ctx context.Context, accession string, write func(io.Writer) error) error {
	key, err := s.manifestKey(accession)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	held := &spooled{}
	defer held.drop()
	if err := write(holder{s, held}); err != nil {
		return fmt.Errorf("writing the manifest of %s: %w", accession, err)
	}
	err = s.hook.Around("s3: put manifest", func() error {
		_, err := s.client.PutObject(ctx, s.at.bucket, key, held.reader(), held.size,
			minio.PutObjectOptions{ContentType: "text/plain; charset=utf-8"})
		return err
	})
	return advise("writing the manifest of "+accession, err)
}

// holder spools what is written to it.
type holder struct {
	store *Store
	held  *spooled
}

func (h holder) Write(p []byte) (int, error) { return len(p), h.store.hold(h.held, p) }

// ReadManifest implements flow.Manifests.
func (s *Store) ReadManifest(ctx context.Context, accession string) (io.ReadCloser, error) {
	key, err := s.manifestKey(accession)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	body, _, _, err := s.core.GetObject(ctx, s.at.bucket, key, minio.GetObjectOptions{})
	if code(err) == minio.NoSuchKey {
		return nil, fmt.Errorf("the accession %s has no manifest: %w", accession, custody.ErrNotKept)
	}
	if err != nil {
		return nil, advise("reading the manifest of "+accession, err)
	}
	return body, nil
}
