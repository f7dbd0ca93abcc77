# Two stages: wheels are built where there is pip and network, and run where there is neither need for them.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot ./bot
COPY handlers ./handlers
COPY knowledge ./knowledge
RUN python -m venv /opt/redline \
 && /opt/redline/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.11-slim-bookworm
# dot draws the trees; without the fonts, Chinese would be boxes.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends graphviz fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin redline \
 && install --directory --owner redline --group redline --mode 0700 /data
COPY --from=build /opt/redline /opt/redline
ENV PATH=/opt/redline/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    REDLINE_DATA_FOLDER=/data \
    REDLINE_OPERATIONS__HTTP_PORT=9100 \
    REDLINE_OPERATIONS__LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:9100/healthz', timeout=4)"]
ENTRYPOINT ["redline"]
CMD ["run"]
