package s3

import (
	"bytes"
	"context"
	"testing"

	"github.com/minio/minio-go/v7"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/store/fault"
	"sanad/internal/store/storetest"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// opener opens stores in one new bucket of a real server.
func opener(t *testing.T) func(*testing.T, fault.Hook) *Store {
	address, access, secret := storetest.S3Server(t)
	return func(t *testing.T, hook fault.Hook) *Store {
		t.Helper()
		s, err := Open(context.Background(), address, Options{
			AccessKey: access, SecretKey: secret, Spool: t.TempDir(), Hook: hook,
		})
		must(t, err)
		t.Cleanup(func() { s.Close() })
		return s
	}
}

func place(t *testing.T, of func(*Store) *shelf) storetest.BlobPlace {
	open, ctx := opener(t), context.Background()
	shelf := of(open(t, nil))
	return storetest.BlobPlace{
		Open: func(t *testing.T, hook fault.Hook) flow.Blobs { return of(open(t, hook)) },
		Replace: func(t *testing.T, sum custody.Sum, data []byte) {
			_, err := shelf.client.PutObject(ctx, shelf.at.bucket, shelf.keyOf(sum), bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{})
			must(t, err)
		},
		Lose: func(t *testing.T, sum custody.Sum) {
			must(t, shelf.client.RemoveObject(ctx, shelf.at.bucket, shelf.keyOf(sum), minio.RemoveObjectOptions{}))
		},
		Break: func(t *testing.T) {
			for object := range shelf.client.ListObjects(ctx, shelf.at.bucket, minio.ListObjectsOptions{Recursive: true}) {
				must(t, shelf.client.RemoveObject(ctx, shelf.at.bucket, object.Key, minio.RemoveObjectOptions{}))
			}
			must(t, shelf.client.RemoveBucket(ctx, shelf.at.bucket))
		},
	}
}

func TestOriginalsKeepTheContract(t *testing.T) {
	storetest.Blobs(t, func(t *testing.T) storetest.BlobPlace {
		return place(t, func(s *Store) *shelf { return s.originals })
	})
}

func TestRenditionsKeepTheContract(t *testing.T) {
	storetest.Blobs(t, func(t *testing.T) storetest.BlobPlace {
		return place(t, func(s *Store) *shelf { return s.renditions })
	})
}

func TestManifestsKeepTheContract(t *testing.T) {
	storetest.Manifests(t, func(t *testing.T) func(*testing.T, fault.Hook) flow.Manifests {
		open := opener(t)
		return func(t *testing.T, hook fault.Hook) flow.Manifests { return open(t, hook) }
	})
}

func TestSealedBytesAreLetGoOfOnRequest(t *testing.T) {
	open := opener(t)
	storetest.Sealed(t, func(t *testing.T) flow.Sealed { return open(t, nil).Sealed() })
}
