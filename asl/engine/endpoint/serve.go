package endpoint

import (
	"context"
	"net"
	"net/http"
	"time"
)

// patience is how long Serve waits at its end for requests that come in slowly,
// and for connections over which none comes.
const patience = 2 * time.Second

// Serve answers what comes in at l until ctx ends: then it aborts executions,
// finishes the requests in hand and returns nil. The error is that of the
// listener. Serve closes l and e.
func Serve(ctx context.Context, l net.Listener, e *Endpoint) error {
	server := &http.Server{
		Handler:           e,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	defer e.Close()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// First the executions, so that nobody waits for their end any more.
	e.Close()
	grace, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close()
	}
	return nil
}
