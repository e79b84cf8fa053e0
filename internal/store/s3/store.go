package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"sync/atomic"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"sanad/internal/flow"
	"sanad/internal/store/fault"
)

// tries is how often a request is made before its failure is believed.
const tries = 5

// Options says how a Store is opened.
type Options struct {
	AccessKey, SecretKey string
	// Spool is a folder for bytes on their way that do not fit in memory. They
	// are originals in the clear, so it should be as private as the archive.
	// Empty is the system's folder for temporary files.
	Spool string
	// Hook is asked around each step that changes the bucket or the spool.
	Hook fault.Hook
}

// Store is one place in one bucket. It is safe for several goroutines, and
// several processes may use the same place at once.
type Store struct {
	client     *minio.Client
	core       minio.Core
	transport  *http.Transport
	at         location
	spoolDir   string
	hook       fault.Hook
	overwrites atomic.Bool // the server refused to put only where nothing is
	originals  *shelf
	renditions *shelf
	sealed     *shelf
}

var _ flow.Manifests = (*Store)(nil)

// Open opens the store at an address such as
// s3://bucket/prefix?endpoint=https://host:port&region=name&path=1. The bucket
// must exist; it is asked for, so that a wrong address or key shows at once.
func Open(ctx context.Context, address string, opt Options) (*Store, error) {
	at, err := parseLocation(address)
	if err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(at.secure)
	if err != nil {
		return nil, fmt.Errorf("preparing connections to %s: %w", at.host, err)
	}
	lookup := minio.BucketLookupAuto
	if at.inPath {
		lookup = minio.BucketLookupPath
	}
	// No TrailingHeaders: servers differ in how they check them, and some
	// refuse good bytes. Our own sum is checked at every read instead.
	client, err := minio.New(at.host, &minio.Options{
		Creds:     credentials.NewStaticV4(opt.AccessKey, opt.SecretKey, ""),
		Secure:    at.secure,
		Region:    at.region,
		Transport: transport, BucketLookup: lookup, MaxRetries: tries,
	})
	if err != nil {
		return nil, fmt.Errorf("preparing connections to %s: %w", at.host, err)
	}
	s := &Store{client: client, core: minio.Core{Client: client}, transport: transport,
		at: at, spoolDir: opt.Spool, hook: opt.Hook}
	s.originals = &shelf{Store: s, name: "originals"}
	s.renditions = &shelf{Store: s, name: "renditions"}
	s.sealed = &shelf{Store: s, name: "sealed"}
	if err := s.probe(ctx); err != nil {
		return nil, advise("opening the bucket "+at.bucket, err)
	}
	return s, nil
}

// Originals keeps the items as they were handed in.
func (s *Store) Originals() flow.Blobs { return s.originals }

// Renditions keeps what was derived from items.
func (s *Store) Renditions() flow.Blobs { return s.renditions }

// Sealed keeps what strangers handed in, as it was encrypted.
func (s *Store) Sealed() flow.Sealed { return s.sealed }

// Close lets go of idle connections.
func (s *Store) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

func (s *Store) key(parts ...string) string {
	return path.Join(s.at.prefix, path.Join(parts...))
}

// probe lists one key at most. Unlike a question for the bucket alone, the
// answer to it says what is wrong.
func (s *Store) probe(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	one := minio.ListObjectsOptions{Prefix: s.key("originals") + "/", Recursive: true, MaxKeys: 1}
	for object := range s.client.ListObjectsIter(ctx, s.at.bucket, one) {
		return object.Err
	}
	return ctx.Err()
}

var errNoBucket = errors.New("the bucket is not there")

// checkBucket tells a bucket that is gone from a key that is not there.
func (s *Store) checkBucket(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.at.bucket)
	if err == nil && !there {
		err = errNoBucket
	}
	return advise("looking for the bucket "+s.at.bucket, err)
}
