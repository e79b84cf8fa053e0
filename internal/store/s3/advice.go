package s3

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/minio/minio-go/v7"
)

// advise says what was being done and, for the failures an operator can end,
// how. The cause stays in the chain.
func advise(doing string, err error) error {
	if err == nil {
		return nil
	}
	if help := remedy(err); help != "" {
		return fmt.Errorf("%s: %w (%s)", doing, err, help)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func remedy(err error) string {
	switch code(err) {
	case minio.AccessDenied:
		return "the key may not do this: it needs to get, put and list in this bucket"
	case minio.SignatureDoesNotMatch, minio.InvalidAccessKeyID, "XAdminUserNotFound": // the last is versitygw's
		return "check SANAD_S3_ACCESS_KEY and SANAD_S3_SECRET_KEY"
	case "RequestTimeTooSkewed":
		return "set this machine's clock"
	case minio.NoSuchBucket:
		return "check the bucket's name and the endpoint, or make the bucket first"
	}
	switch {
	case errors.Is(err, errNoBucket):
		return "check the bucket's name and the endpoint, or make the bucket first"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the server does not answer: check the endpoint and that it runs"
	case errors.Is(err, syscall.ENOSPC):
		return "the folder for spooled bytes is full: free space or name another"
	}
	return ""
}

// code is the name that the server gave to its refusal, or nothing.
func code(err error) string {
	var response minio.ErrorResponse
	if errors.As(err, &response) {
		return response.Code
	}
	return ""
}
