// One function for every case: the event says which.
package main

import (
	"context"
	"errors"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type event struct {
	Do string `json:"do"`
	K  int    `json:"k"`
}

type MyErr struct{}

func (MyErr) Error() string { return "mine" }

func handle(ctx context.Context, e event) (any, error) {
	switch e.Do {
	case "fail":
		return nil, errors.New("boom")
	case "fail with a type":
		return nil, MyErr{}
	case "panic":
		panic("too much")
	case "exit":
		os.Exit(3)
	case "channel":
		return make(chan int), nil
	case "context":
		known, _ := lambdacontext.FromContext(ctx)
		_, hasDeadline := ctx.Deadline()
		return []any{lambdacontext.FunctionName, lambdacontext.MemoryLimitInMB, known.InvokedFunctionArn, known.ClientContext.Custom["a"], hasDeadline}, nil
	}
	return e, nil
}

func main() { lambda.Start(handle) }
