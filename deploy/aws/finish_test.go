package aws

import (
	"context"
	"errors"
	"testing"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// A call that was begun goes on when its context ends, and is answered; the next
// is not made.
func TestFinish(t *testing.T) {
	for _, finish := range []bool{false, true} {
		s := awstest.Start(t, awstest.Options{})
		c := connectWith(t, Options{Region: "us-east-1", Endpoint: s.URL, Finish: finish})
		ctx, end := context.WithCancel(t.Context())
		s.Meddle(func(awstest.Call) *awstest.Trouble {
			end()
			if finish {
				return nil
			}
			return awstest.Hangs(true) // until the client gives up
		})
		role := &deploy.Role{Name: "r", Trust: "{}"}
		if err := c.Create(ctx, role); (err == nil) != finish {
			t.Errorf("finish %v: the call that was begun ends with %v", finish, err)
		}
		s.Meddle(nil)
		if err := c.Create(ctx, role); !errors.Is(err, context.Canceled) {
			t.Errorf("finish %v: the next call ends with %v", finish, err)
		}
		if n := len(s.Calls()); n != 1 {
			t.Errorf("finish %v: %d calls, want 1", finish, n)
		}
	}
}
