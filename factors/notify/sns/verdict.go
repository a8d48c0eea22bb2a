package sns

import (
	"errors"
	"fmt"
	"net/http"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/smithy-go"

	"countersign/factors/notify"
)

// verdict reads what became of a call. Of an answer it tells code and status
// only: its text may repeat a token or an endpoint.
func verdict(what string, err error) (notify.Result, error) {
	if err == nil {
		return notify.Sent, nil
	}
	said := describe(what, err)
	if _, is := errors.AsType[*types.EndpointDisabledException](err); is {
		return notify.Dead, said
	}
	if _, is := errors.AsType[*types.NotFoundException](err); is && what == "publish" {
		return notify.Dead, said // somebody deleted the endpoint
	}
	if refused(err) {
		return notify.Failed, fmt.Errorf("%w: %w", notify.ErrOperator, said)
	}
	return notify.Failed, said
}

// refused says that no message of this server can go out as things are.
func refused(err error) bool {
	if answer, is := errors.AsType[*awshttp.ResponseError](err); is && answer.HTTPStatusCode() == http.StatusForbidden {
		return true
	}
	_, application := errors.AsType[*types.PlatformApplicationDisabledException](err)
	_, gone := errors.AsType[*types.NotFoundException](err)
	return application || gone || errors.Is(err, notify.ErrAddress) || errors.Is(err, notify.ErrRedirect)
}

func describe(what string, err error) error {
	if answer, is := errors.AsType[smithy.APIError](err); is {
		status := 0
		if r, is := errors.AsType[*awshttp.ResponseError](err); is {
			status = r.HTTPStatusCode()
		}
		return fmt.Errorf("%s: SNS answered %d %.60s", what, status, answer.ErrorCode())
	}
	return fmt.Errorf("%s: %w", what, err) // it holds addresses and names of calls, and nothing that was sent
}
