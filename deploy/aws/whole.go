package aws

import (
	"bytes"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// whole gives net/http the body of a request as a whole. The SDK closes the
// stream it sends as soon as the answer begins; a service that is quick enough
// answers before net/http has found the stream's end, which then looks like a
// request that broke off.
type whole struct{ client aws.HTTPClient }

// Do sends a request.
func (w whole) Do(r *http.Request) (*http.Response, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return w.client.Do(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := r.Body.Close(); err != nil {
		return nil, err
	}
	copied := *r
	copied.ContentLength = int64(len(body))
	copied.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	copied.Body, _ = copied.GetBody()
	return w.client.Do(&copied)
}
