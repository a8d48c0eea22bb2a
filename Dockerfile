# One static binary, nothing else. The binary is built outside or by the first
# stage; the image holds it, certificates for outgoing TLS, and no shell.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -tags disable_grpc_modules -o /countersign ./cmd/countersign \
 && CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -tags disable_grpc_modules -o /relyingparty ./cmd/relyingparty \
 && mkdir /empty

FROM scratch AS relyingparty
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /relyingparty /relyingparty
USER 65532:65532
ENTRYPOINT ["/relyingparty"]

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /empty /data
COPY --from=build /countersign /countersign
USER 65532:65532
ENV COUNTERSIGN_LISTEN=:8080 \
    COUNTERSIGN_METRICS_LISTEN=:9464 \
    COUNTERSIGN_DATABASE_URL=sqlite:/data/countersign.db
VOLUME /data
EXPOSE 8080 9464
ENTRYPOINT ["/countersign"]
CMD ["serve"]
