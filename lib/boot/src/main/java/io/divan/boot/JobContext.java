package io.divan.boot;

import java.util.List;

/** What a job's method knows of its firing, or of the chunk of one that it works on. */
public interface JobContext {
  /** The job's parameters; of a chunk its data. */
  String parameters();

  /** 0 for the firing itself, then how often its work was split. */
  int level();

  /** 0 for the first; of a chunk how often it failed before. */
  int attempt();

  /** Its number among those of a broadcast, from 0. */
  int shard();

  /** How many a broadcast went to; 1 if it is none. */
  int shards();

  /**
   * Splits work off. Each chunk is given to this method again, in any of the application's
   * processes, with the chunk as its parameters and a level that is one higher. Chunks count once
   * the method has returned normally: if it throws, or its process dies, they never were. The
   * firing is done when all of its chunks are.
   *
   * @param chunks each of at most 10,000 characters
   * @throws IllegalStateException if the server does not take them, because the firing was ended or
   *     the chunk was given to somebody else meanwhile
   */
  void split(List<String> chunks);

  /** Writes a line into the firing's log; of a chunk into the application's. */
  void log(String line);
}
